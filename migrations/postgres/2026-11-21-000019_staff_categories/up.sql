-- A measure of one category of staff says so in whom it counts (staff:public_employee) and in its name, so that one campaign may follow several categories of one milestone.
UPDATE measure SET
    audience = 'staff:' || (SELECT tally.category FROM tally WHERE tally.id = measure.done_tally_id),
    name = (SELECT CASE tally.category
        WHEN 'cadre' THEN 'Cán bộ: ' WHEN 'civil_servant' THEN 'Công chức: ' WHEN 'public_employee' THEN 'Viên chức: ' ELSE 'Người lao động: '
    END FROM tally WHERE tally.id = measure.done_tally_id) || name
WHERE measure.audience = 'staff' AND (SELECT tally.category FROM tally WHERE tally.id = measure.done_tally_id) <> '';
