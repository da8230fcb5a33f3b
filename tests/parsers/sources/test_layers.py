from __future__ import annotations

import pymupdf
import pytest

from hyokasho.parsers.sources.opened import open_pdf
from hyokasho.parsers.sources.seen.layers import settle_layers


def _layered(membership: str) -> bytes:
    """A page with a text that belongs to a membership dictionary of the layers ON and OFF, and one that is seen."""
    document = pymupdf.open()
    page = document.new_page()
    page.insert_text((50, 50), "x", fontname="helv")
    on, off = document.add_ocg("on", on=True), document.add_ocg("off", on=False)
    member, content, array = (document.get_new_xref() for _ in range(3))
    named = membership.replace("ON", f"{on} 0 R").replace("OFF", f"{off} 0 R").replace("ARRAY", f"{array} 0 R")
    document.update_object(array, f"[/Not {on} 0 R]")
    document.update_object(member, named)
    font = page.get_fonts()[0][0]
    resources = f"<</Font<</helv {font} 0 R>>/Properties<</L {member} 0 R>>>>"
    document.xref_set_key(page.xref, "Resources", resources)
    document.update_object(content, "<<>>")
    shown = b"/OC /L BDC BT /helv 12 Tf 50 700 Td (old) Tj ET EMC BT /helv 12 Tf 50 600 Td (new) Tj ET"
    document.update_stream(content, shown)
    page.set_contents(content)
    return bytes(document.tobytes())


@pytest.mark.parametrize(
    ("membership", "seen"),
    [
        ("<</Type/OCMD/OCGs[OFF]/P/AnyOn>>", False),
        ("<</Type/OCMD/OCGs OFF>>", False),
        ("<</Type/OCMD/OCGs[ON OFF]/P/AllOn>>", False),
        ("<</Type/OCMD/OCGs[ON OFF]>>", True),
        ("<</Type/OCMD/OCGs[ON]/P/AnyOff>>", False),
        ("<</Type/OCMD/OCGs[ON OFF]/P/AnyOff>>", True),
        ("<</Type/OCMD/OCGs[OFF]/P/AllOff>>", True),
        ("<</Type/OCMD/OCGs[]>>", True),
        ("<</Type/OCMD/VE[/Not ON]>>", False),
        ("<</Type/OCMD/VE[/Not OFF]>>", True),
        ("<</Type/OCMD/VE[/And ON OFF]>>", False),
        ("<</Type/OCMD/VE[/Or ON OFF]>>", True),
        ("<</Type/OCMD/VE[/And[/Not OFF][/Or OFF[/Not ON]]]>>", False),
        ("<</Type/OCMD/VE[/And[/Not OFF][/Or OFF[/Not[/Not ON]]]ON]>>", True),
        ("<</Type/OCMD/OCGs[ON]/VE[/And ON ARRAY]>>", False),
        ("<</Type/OCMD/VE ARRAY>>", False),
    ],
)
def test_text_of_a_layer_is_there_while_the_layer_is_shown(membership: str, seen: bool) -> None:
    document = open_pdf(_layered(membership))
    assert document[0].get_text().split() == (["old", "new"] if seen else ["new"])


def test_a_file_without_layers_is_left_alone() -> None:
    document = pymupdf.open()
    document.new_page()
    before = document.tobytes(no_new_id=True)
    settle_layers(document)
    assert document.tobytes(no_new_id=True) == before
