"""The command `hyokasho prune`: take out of the tables what was read from files that are gone."""

from __future__ import annotations

from hyokasho.pipeline.engine.errors import RunError
from hyokasho.pipeline.engine.owned import has_state, refuse_foreign
from hyokasho.pipeline.engine.places import Place, open_place
from hyokasho.pipeline.engine.watch import visible
from hyokasho.pipeline.language import say
from hyokasho.pipeline.run import EXIT_OK, STATE, exit_code_of, publish_tables


def prune(output: str, dry_run: bool = False, partition_by: str | None = None) -> int:
    """Drop the paths at which no file is any more, with the rows of documents that no path names then.

    Returns 0; 2 where there is nothing to prune from, or where no file at all is found: then this is another folder
    than the one that the run was started in.
    """

    def work() -> int:
        place = open_place(output, create=False)
        refuse_foreign(place, STATE)
        if not has_state(place, STATE):
            raise RunError(say("nothing to prune: no run has worked here"))
        with place.lock(f"{STATE}/lock"):
            return _prune(place, dry_run, partition_by)

    return exit_code_of(work, output)


def _prune(place: Place, dry_run: bool, partition_by: str | None) -> int:
    from hyokasho.pipeline.engine.journal import Journal
    from hyokasho.pipeline.engine.worklist import still_there

    journal = Journal(place, f"{STATE}/journal")
    journal.load()
    paths = journal.index.paths
    if not paths:
        raise RunError(say("nothing to prune: no run has worked here"))
    gone = [path for path in sorted(paths) if not still_there(path)]
    if len(gone) == len(paths):
        raise RunError(
            say("none of the {count} files is there, seen from this folder; nothing was done", count=len(paths))
        )
    for path in gone:
        print(say("gone: {path}", path=visible(path)))
        if not dry_run:
            journal.drop_path(path)
    journal.close()
    if not dry_run:
        publish_tables(journal, partition_by)
    total = len(gone) + len(paths) if not dry_run else len(paths)
    print(say("{gone} of {total} files are gone", gone=len(gone), total=total))
    return EXIT_OK
