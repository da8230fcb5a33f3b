-- Ready views over the tables: `hyokasho sql OUT "SELECT * FROM statements"`.

-- One row per statement that was read, with how much there is of it.
-- 読み取れた評価書ごとに一行。何がどれだけあるか。
CREATE VIEW statements AS
SELECT d.document_id, d.form, d.form_edition, d.agency, d.title, d.published_on, d.status, d.coverage, d.quality,
       (SELECT count(*) FROM systems s WHERE s.document_id = d.document_id) AS systems,
       (SELECT count(*) FROM outsourcing o WHERE o.document_id = d.document_id) AS contracts,
       (SELECT count(*) FROM recipients r WHERE r.document_id = d.document_id) AS recipients,
       (SELECT count(*) FROM changes c WHERE c.document_id = d.document_id) AS changes,
       (SELECT count(*) FROM checkboxes b WHERE b.document_id = d.document_id AND b.checked IS NULL) AS marks_not_known,
       (SELECT count(*) FROM issues i WHERE i.document_id = d.document_id AND i.severity <> 'info') AS issues,
       d.source_path
FROM documents d
WHERE d.status <> 'failed';

-- One row per statement with its body: kind, prefecture, code, and the kind of work.
-- 評価書ごとに一行。機関とその種類、都道府県、コード、事務の種類。
CREATE VIEW bodies AS
SELECT d.document_id, a.body, a.body_kind, a.organ, a.prefecture, a.code, d.work_kind, d.form, d.form_edition, d.title,
       d.published_on
FROM documents d
JOIN agencies a ON a.document_id = d.document_id AND a."table" = 'documents';

-- One row per connection of a system: kinds of both ends, the printed option or the name in the parentheses of その他.
-- システムの接続ごとに一行。両端の種類と、印字された選択肢またはその他の括弧内の名。
CREATE VIEW connected AS
SELECT d.agency, d.title, d.work_kind, b.body, b.prefecture, c.document_id, c.row_id, s.name AS system, c.system_kind,
       c."to" AS connected_to, c.to_kind, c.to_system_no, c.page
FROM connections c
JOIN documents d USING (document_id)
JOIN systems s ON s.document_id = c.document_id AND s.row_id = c.row_id
LEFT JOIN bodies b ON b.document_id = c.document_id;

-- One row per contractor of a statement, with what it does and whether it subcontracts.
-- 評価書に記された委託先ごとに一行。委託事項と再委託の有無。
CREATE VIEW contracted AS
SELECT d.agency, d.title, d.work_kind, b.body, b.prefecture, c.document_id, c.row_id, c.name, c.contractor_status,
       c.contractor_key, c.legal_form, c.branch, c.joint_venture, o.title AS job, o.content, o.subcontracted, c.page
FROM contractors c
JOIN outsourcing o ON o.document_id = c.document_id AND o.row_id = c.row_id
JOIN documents d ON d.document_id = c.document_id
LEFT JOIN bodies b ON b.document_id = c.document_id;

-- One row per provision that 法令上の根拠 of a 提供先 or 移転先 cites, in its own and in today's numbers.
-- 提供先・移転先の法令上の根拠が引く条項ごとに一行。元の番号と今の番号。
CREATE VIEW provided AS
SELECT d.agency, d.title, d.work_kind, t.document_id, t.row_id, r.kind, r.name AS recipient, t.law, t.provision, t.body,
       t.current_law, t.current_provision, r.information, t.page
FROM citations t
JOIN recipients r ON t."table" = 'recipients' AND r.document_id = t.document_id AND r.row_id = t.row_id
JOIN documents d ON d.document_id = t.document_id;

-- Every row of 変更箇所 with both texts, the kind of the change and the statement that it belongs to.
-- 変更箇所の一行。前後の文、変更の種類、評価書。
CREATE VIEW changed AS
SELECT d.agency, d.title, d.work_kind, c.document_id, c.row_id, c.changed_on, c.item, c.item_path, c.change_kind,
       coalesce(c.resolved_before, c.before) AS before, coalesce(c.resolved_after, c.after) AS after, c.difference,
       c.timing, c.explanation, c.page
FROM changes c
JOIN documents d USING (document_id);

-- Every risk with its answer and measures.
-- リスクごとに一行。回答と対策。
CREATE VIEW judged AS
SELECT d.agency, d.title, d.form, r.document_id, r.row_id, r.section, r.risk, r.answer, r.option_no, r.measures, r.page
FROM risks r
JOIN documents d USING (document_id);

-- One row per answer of a statement, texts, choices and boxes: look for it by the printed item, or WHERE agency = '...'.
-- 評価書の回答ごとに一行(自由記述・選択肢・チェック欄)。印字された項目名で探せる。
CREATE VIEW answers AS
SELECT d.agency, d.title, f.document_id, f.file_no, f.section, f.entity, f.under, f.item, CAST(NULL AS VARCHAR) AS option,
       f.value, f.page, f.confidence
FROM fields f
JOIN documents d USING (document_id)
UNION ALL
SELECT d.agency, d.title, b.document_id, b.file_no, b.section, b.entity, b.under, b.item, b.option,
       CASE WHEN b.checked THEN '☑' WHEN NOT b.checked THEN '☐' END || coalesce(' (' || b.detail || ')', ''),
       b.page, b.confidence
FROM checkboxes b
JOIN documents d USING (document_id);
