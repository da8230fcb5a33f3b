"""One file to plain rows; what cannot be read is one failed row and one issue."""

from __future__ import annotations

import hashlib
import io
import zipfile
from pathlib import Path

import pymupdf
import pytest

from hyokasho.parsers.align.tree import form_tree
from hyokasho.parsers.model import Rule
from hyokasho.pipeline.stages import TABLES, Tables, process_bytes, process_file


def pdf(*lines: str, pages: int = 1, **saved: object) -> bytes:
    """A PDF that prints these lines on each page."""
    document = pymupdf.open()
    for _ in range(pages):
        page = document.new_page(width=595, height=900)
        for k, text in enumerate(lines):
            page.insert_text((40, 40 + 12 * k), text, fontname="japan", fontsize=9)
    data: bytes = document.tobytes(**saved)
    document.close()
    return data


def table(rows: list[tuple[str, str]], title: str) -> bytes:
    """A PDF with a title and a ruled table of labels and answers."""
    document = pymupdf.open()
    page = document.new_page(width=595, height=900)
    page.insert_text((40, 40), title, fontname="japan", fontsize=12)
    lines = [Rule(40, 60 + 20 * k, 550, 60 + 20 * k) for k in range(len(rows) + 1)]
    lines += [Rule(x, 60, x, 60 + 20 * len(rows)) for x in (40, 250, 550)]
    for line in lines:
        page.draw_line((line.x0, line.y0), (line.x1, line.y1))
    for k, (label, answer) in enumerate(rows):
        page.insert_text((45, 74 + 20 * k), label, fontname="japan", fontsize=9)
        page.insert_text((255, 74 + 20 * k), answer, fontname="japan", fontsize=9)
    data: bytes = document.tobytes()
    document.close()
    return data


def archive(*members: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as made:
        for member in members:
            made.writestr(member, "x")
    return buffer.getvalue()


LABELS = [n.labels[0] for n in form_tree("zen").nodes if n.labels and len(n.labels[0]) < 40][:60]
LOCKED = pymupdf.PDF_ENCRYPT_AES_256

REFUSED = {
    "no bytes": (b"", "empty-file"),
    "white space": (b"\n \n", "empty-file"),
    "a picture": (b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 8, "not-a-pdf"),
    "zip": (archive("statement.pdf"), "zip-file"),
    "docx": (archive("[Content_Types].xml", "word/document.xml"), "office-file"),
    "password": (pdf("本文", encryption=LOCKED, user_pw="open", owner_pw="own"), "encrypted"),
    "cut off": (b"%PDF-1.7\n1 0 obj\n<<", "damaged-file"),
    "another document": (pdf("市議会だより 第12号", "公表日", "令和3年4月1日"), "not-a-statement"),
    "text without statement": ("市議会だより\n第12号\n".encode() * 30, "not-a-statement"),
    "instructions": (pdf("全項目評価書 記載要領", *LABELS), "instructions-not-statement"),
}


@pytest.mark.parametrize(("data", "code"), REFUSED.values(), ids=REFUSED)
def test_a_file_that_is_no_statement_is_one_failed_row_and_one_issue(data: bytes, code: str) -> None:
    made = process_bytes(data, "in/file.pdf")
    (document,) = made["documents"]
    assert (document["status"], document["quality"]) == ("failed", 0.0)
    assert (document["source_path"], document["bytes"]) == ("in/file.pdf", len(data))
    assert document["sha256"] == hashlib.sha256(data).hexdigest()
    (issue,) = made["issues"]
    assert (issue["code"], issue["severity"]) == (code, "error")
    assert issue["document_id"] == document["document_id"]
    assert all(not made[name] for name in TABLES if name not in ("documents", "issues"))


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    made = process_file(tmp_path / "gone.pdf", "gone.pdf")
    (document,), (issue,) = made["documents"], made["issues"]
    assert (document["status"], document["sha256"], document["bytes"]) == ("failed", None, None)
    assert issue["code"] == "unreadable-file"
    assert str(tmp_path) not in issue["message"]


def test_a_directory_is_no_file(tmp_path: Path) -> None:
    assert [i["code"] for i in process_file(tmp_path, "dir")["issues"]] == ["unreadable-file"]


ANSWERS = [
    ("評価書番号", "1"),
    ("個人のプライバシー等の権利利益の保護の宣言", "見本市は保護を宣言する。"),
    ("特記事項", ""),
    ("評価実施機関名", "見本市長"),
    ("公表日", "令和3年4月1日"),
    ("Ⅰ 関連情報", ""),
    ("1.特定個人情報ファイルを取り扱う事務", ""),
    ("①事務の名称", "見本に関する事務"),
    ("②事務の概要", "見本を作る。"),
    ("③システムの名称", "見本システム"),
    ("3.個人番号の利用", ""),
    ("法令上の根拠", "番号法第9条"),
    ("5.評価実施機関における担当部署", ""),
    ("①部署", "見本課"),
    ("②所属長の役職名", "見本課長"),
    ("7.特定個人情報の開示・訂正・利用停止請求", ""),
    ("請求先", "見本市役所"),
    ("8.特定個人情報ファイルの取扱いに関する問合せ", ""),
    ("連絡先", "見本市役所見本課"),
]


@pytest.fixture(scope="module")
def statement() -> Tables:
    return process_bytes(table(ANSWERS, "特定個人情報保護評価書（基礎項目評価書）"), "a/b.pdf")


def test_a_statement_becomes_rows_of_its_tables(statement: Tables) -> None:
    (document,) = statement["documents"]
    assert (document["status"], document["form"], document["agency"]) == ("partial", "基礎項目評価書", "見本市長")
    assert (document["pages"], document["source_kind"], document["title"]) == (1, "pdf-text", None)
    assert str(document["published_on"]) == "2021-04-01"
    assert 0.0 < document["quality"] < 1.0 and 0.0 < document["coverage"] < 1.0
    values = {r["item"]: r["value"] for r in statement["fields"]}
    assert {"事務の名称": "見本に関する事務", "部署": "見本課", "連絡先": "見本市役所見本課"}.items() <= values.items()
    assert [s["name"] for s in statement["systems"]] == ["見本システム"]
    assert set(statement) == set(TABLES)


def test_every_row_belongs_to_the_document(statement: Tables) -> None:
    (document,) = statement["documents"]
    assert {r["document_id"] for rows in statement.values() for r in rows} == {document["document_id"]}


def test_every_value_says_where_it_stands(statement: Tables) -> None:
    for row in statement["fields"]:
        assert row["page"] == 1 and row["raw"]
        x0, y0, x1, y1 = row["bbox"]
        assert 40 <= x0 < x1 <= 560 and 60 <= y0 < y1 <= 500


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_a_turned_page_gives_the_same_answers(statement: Tables, turn: int) -> None:
    document = pymupdf.open(stream=table(ANSWERS, "特定個人情報保護評価書（基礎項目評価書）"), filetype="pdf")
    document[0].set_rotation(turn)
    made = process_bytes(document.tobytes(), "turned.pdf")
    assert [(r["item"], r["value"]) for r in made["fields"]] == [(r["item"], r["value"]) for r in statement["fields"]]


def test_the_same_bytes_give_the_same_rows(statement: Tables) -> None:
    data = table(ANSWERS, "特定個人情報保護評価書（基礎項目評価書）")
    one, two = process_bytes(data, "one.pdf"), process_bytes(data, "one.pdf")
    assert one == two
