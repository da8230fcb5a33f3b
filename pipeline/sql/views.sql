-- Ready views over the tables: `hyokasho sql OUT "SELECT * FROM statements"`.

-- One row per statement that was read, with how much there is of it.
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

-- One row per system and printed kind of system that it is connected to.
CREATE VIEW connected AS
SELECT d.agency, d.title, s.document_id, s.row_id, s.name AS system, u.option AS connected_to, s.connection_other, s.page
FROM systems s
JOIN documents d USING (document_id),
     unnest(s.connections) AS u(option);

-- Every row of 変更箇所 with both texts and the statement that it belongs to.
CREATE VIEW changed AS
SELECT d.agency, d.title, c.document_id, c.row_id, c.changed_on, c.item, c.item_path, c.before, c.after, c.timing,
       c.explanation, c.page
FROM changes c
JOIN documents d USING (document_id);

-- Every risk with its answer and measures.
CREATE VIEW judged AS
SELECT d.agency, d.title, d.form, r.document_id, r.row_id, r.section, r.risk, r.answer, r.option_no, r.measures, r.page
FROM risks r
JOIN documents d USING (document_id);

-- Everything that a statement answers, one line per answer: all about one agency with WHERE agency = '...'.
CREATE VIEW answers AS
SELECT d.agency, d.title, f.document_id, f.file_no, f.section, f.entity, f.under, f.item, CAST(NULL AS VARCHAR) AS option,
       f.value, f.page, f.confidence
FROM fields f
JOIN documents d USING (document_id)
UNION ALL
SELECT d.agency, d.title, b.document_id, b.file_no, b.section, b.entity, b.under, b.item, b.option,
       CASE WHEN b.checked THEN '○' WHEN NOT b.checked THEN '' END || coalesce(' (' || b.detail || ')', ''),
       b.page, b.confidence
FROM checkboxes b
JOIN documents d USING (document_id);
