-- rebuild
-- Orders of the table. Each covers the facets, so that any filter by them is answered while going along the order,
-- and whole rows are read for the page alone.
DROP INDEX submissions_by_time;
DROP INDEX submissions_by_state;
DROP INDEX submissions_by_form;
DROP INDEX submissions_by_subscriber;
DROP INDEX submissions_by_size;
DROP INDEX submissions_by_due;
DROP INDEX submissions_due;
CREATE INDEX submissions_by_time ON submissions (received_at, id, state, form_knd, channel, indication, decided_at);
CREATE INDEX submissions_by_number ON submissions (number, state, form_knd, channel, indication, received_at);
CREATE INDEX submissions_by_subscriber ON submissions (subscriber_key, id, state, form_knd, channel, indication, received_at);
CREATE INDEX submissions_by_size ON submissions (size, id, state, form_knd, channel, indication, received_at);
CREATE INDEX submissions_by_form ON submissions (form_knd, received_at, id, state, channel, indication);
CREATE INDEX submissions_by_state ON submissions (state, received_at, id, form_knd, channel, indication);
CREATE INDEX submissions_by_due ON submissions (due_at IS NULL, due_at, id, state, form_knd, channel, indication, received_at);
CREATE INDEX submissions_by_due_latest ON submissions (due_at IS NULL, due_at DESC, id DESC, state, form_knd, channel, indication, received_at);
-- What is due, counted under any facets.
CREATE INDEX submissions_due ON submissions (due_at, state, form_knd, channel, indication) WHERE due_at IS NOT NULL;
-- The corners of the facets one after the other: counted without sorting. "id" is met by the words searched for.
CREATE INDEX submissions_by_corner ON submissions (state, form_knd, channel, indication, id, received_at, due_at);
-- Duties that run. How many were kept and broken is counted as they are done.
CREATE INDEX duties_running ON duties (due_at) WHERE done_at IS NULL;
-- From here on the rowid in "search" is id * 4 + kind (0 submission, 1 receipt, 2 reply).
-- The stretch of rowids that a stretch of time lies in.
CREATE INDEX search_rows_by_time ON search_rows (at, id);
