-- rebuild
-- Full-text search. Texts come normalised (lower case, ё as е, words parted by single spaces); "stems" holds the
-- same words without endings. Nothing is stored but the index: snippets are cut from the archived text.
CREATE VIRTUAL TABLE search USING fts5(
  words, stems, content = '', contentless_delete = 1, tokenize = 'unicode61 remove_diacritics 0'
);
CREATE TABLE search_rows (
  id INTEGER PRIMARY KEY,
  kind TEXT NOT NULL,
  at INTEGER NOT NULL
) STRICT;
-- Any part of a subscriber's name or tax number, from three characters.
CREATE VIRTUAL TABLE subscriber_names USING fts5(name, content = '', contentless_delete = 1, tokenize = 'trigram');
