"""The command `hyokasho merge`: take over what shards (or other output folders) have read, and write the tables once.

Documents are copied from journal to journal, and the tables are made from the whole as by a single run. A merge that
was killed can be done again.
"""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from typing import Any

from hyokasho.pipeline.engine.errors import RunError
from hyokasho.pipeline.engine.owned import has_state, refuse_foreign
from hyokasho.pipeline.engine.places import Place, open_place
from hyokasho.pipeline.language import say
from hyokasho.pipeline.run import EXIT_FAILED, EXIT_OK, STATE, exit_code_of, publish_tables


def merge(output: str, others: Sequence[str] = (), partition_by: str | None = None) -> int:
    """Bring the shards in `output`, and the journals of the folders `others`, into the tables of `output`.

    Returns 0, or 1 if a document among them failed, 2 where there is nothing to merge or a shard is still at work,
    130 if interrupted. Shards are gone afterwards; other folders stay as they are.
    """

    def bring_together() -> int:
        place = open_place(output, create=False)
        refuse_foreign(place, STATE)
        if not others and not has_state(place, STATE):
            raise RunError(say("nothing to merge: no shard has been read here"))
        with contextlib.ExitStack() as stack:
            stack.enter_context(place.lock(f"{STATE}/lock"))
            return _merge(place, [place, *(open_place(other, create=False) for other in others)], stack, partition_by)

    return exit_code_of(bring_together, output)


def _merge(place: Place, places: Sequence[Place], stack: contextlib.ExitStack, partition_by: str | None) -> int:
    from hyokasho.pipeline.engine.journal import Journal
    from hyokasho.pipeline.engine.summary import print_tables

    journal = Journal(place, f"{STATE}/journal")
    journal.load()
    sources = [source for one in places for source in _journals(one, one is place, stack)]
    if not sources and not journal.index.documents:
        raise RunError(say("nothing to merge: no shard has been read here"))
    for source in sources:
        _take_over(source, journal)
    journal.close()
    rows = publish_tables(journal, partition_by)
    place.remove_folder(f"{STATE}/shards")
    print_tables(rows)
    statuses = [entry.status for entry, _ in journal.index.named()]
    tally = {one: statuses.count(one) for one in ("ok", "partial", "failed")}
    print(say("{journals} journals merged; {documents} documents, {ok} ok, {partial} partial, {failed} failed",
              journals=len(sources), documents=len(statuses), **tally))  # fmt: skip
    return EXIT_FAILED if "failed" in statuses else EXIT_OK


def _journals(place: Place, own: bool, stack: contextlib.ExitStack) -> list[Any]:
    """The journals of a folder's shards, and of the folder itself if it is another one; each locked meanwhile."""
    from hyokasho.pipeline.engine.journal import Journal

    folders = [f"{STATE}/shards/{name}" for name in place.folders(f"{STATE}/shards")]
    if not own:
        folders.insert(0, STATE)
    journals = []
    for folder in folders:
        stack.enter_context(place.lock(f"{folder}/lock"))
        journal = Journal(place, f"{folder}/journal")
        journal.load()
        journals.append(journal)
    return journals


def _take_over(source: Any, journal: Any) -> None:
    """Copy what the journal does not have yet. Of two readings of one document one that succeeded is kept."""
    index = journal.index
    for name, schemas in source.index.schemas.items():
        if name not in index.schemas:
            journal.add_schemas(schemas)
    wanted = [entry for entry in source.index.documents.values() if _better(entry, index.documents.get(entry.key))]
    for entry, data in source.readings(wanted):
        journal.add_document(entry, data)
    for path, key in sorted(source.index.paths.items()):
        journal.add_path(path, key)
    for path, key in sorted(source.index.skipped.items()):
        journal.skip_path(path, key)
    journal.sync()


def _better(new: Any, old: Any) -> bool:
    if old is None or old.version != new.version:
        return True
    return bool(old.status == "failed" and new.status != "failed")
