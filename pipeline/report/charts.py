"""Bar charts as SVG, by matplotlib; their numbers stand in a table beside them."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping

from hyokasho.pipeline.language import say
from hyokasho.pipeline.output import MissingPackage

INK = "#4f6d8f"


def bars(counts: Mapping[str, int], width: float = 3.6) -> str:
    """Level bars, a line per entry, as the text of an SVG element. Raises MissingPackage without matplotlib.

    Texts stay texts, drawn in whatever font the reader's browser has; names may be hostile, matplotlib escapes them.
    """
    try:
        import matplotlib_fontja
        from matplotlib import rc_context
        from matplotlib.figure import Figure
    except ImportError as error:
        raise MissingPackage(say("the report needs Jinja2 and matplotlib: pip install 'hyokasho[report]'")) from error
    with rc_context({"svg.fonttype": "none", "svg.hashsalt": "hyokasho", "text.parse_math": False}):
        matplotlib_fontja.japanize()
        figure = Figure(figsize=(width, 0.4 + 0.24 * len(counts)), layout="constrained")
        axes = figure.subplots()
        names = [name if len(name) <= 18 else name[:17] + "…" for name in counts]
        container = axes.barh(range(len(counts)), list(counts.values()), color=INK)
        axes.set_yticks(range(len(counts)), names, fontsize=8)
        axes.bar_label(container, fontsize=8, padding=2)
        axes.invert_yaxis()
        axes.set_xticks([])
        axes.margins(x=0.15)
        for side in ("top", "right", "bottom"):
            axes.spines[side].set_visible(False)
        return _svg(figure)


def _svg(figure: object) -> str:
    """The element alone, on a clear ground and in the colour of the page's text."""
    stream = io.StringIO()
    figure.savefig(stream, format="svg", transparent=True, metadata={"Date": None})  # type: ignore[attr-defined]
    text = stream.getvalue()
    element = text[text.index("<svg") :]
    element = re.sub(r"<metadata>.*?</metadata>", "", element, flags=re.DOTALL)
    return re.sub(r"font: ([\d.]+)px [^;\"]*", r"font: \1px sans-serif; fill: currentColor", element)
