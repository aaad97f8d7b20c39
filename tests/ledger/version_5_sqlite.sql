-- A ledger as sayso made it after 0.2.0 (schema version 5), with one reading and one reject. Never edited: it is
-- what the step to version 6 is tried on.
CREATE TABLE ledger_versions (
	version INTEGER NOT NULL,
	applied_at TEXT NOT NULL,
	program TEXT NOT NULL,
	PRIMARY KEY (version)
);
CREATE TABLE runs (
	id INTEGER NOT NULL,
	started_at TEXT NOT NULL,
	command TEXT NOT NULL,
	reader_version TEXT NOT NULL,
	model TEXT NOT NULL,
	PRIMARY KEY (id),
	CHECK (id > 0)
);
CREATE TABLE reports (
	number INTEGER NOT NULL,
	id TEXT NOT NULL,
	text TEXT NOT NULL,
	language TEXT,
	seen_at TEXT NOT NULL,
	PRIMARY KEY (number),
	CHECK (number > 0),
	UNIQUE (id)
);
CREATE TABLE list_versions (
	id INTEGER NOT NULL,
	list TEXT NOT NULL,
	label TEXT NOT NULL,
	title TEXT NOT NULL,
	format TEXT NOT NULL,
	published TEXT,
	dated TEXT NOT NULL,
	digest TEXT NOT NULL,
	sources TEXT NOT NULL,
	added_at TEXT NOT NULL,
	entry_count INTEGER NOT NULL,
	name_count INTEGER NOT NULL,
	reject_count INTEGER NOT NULL,
	PRIMARY KEY (id),
	CHECK (id > 0),
	UNIQUE (label)
);
CREATE INDEX list_versions_newest ON list_versions (list, dated, id);
CREATE TABLE list_entries (
	id INTEGER NOT NULL,
	digest TEXT NOT NULL,
	list TEXT NOT NULL,
	number TEXT NOT NULL,
	kind TEXT NOT NULL,
	name TEXT NOT NULL,
	data TEXT NOT NULL,
	PRIMARY KEY (id),
	CHECK (id > 0),
	UNIQUE (digest)
);
CREATE INDEX list_entries_number ON list_entries (list, number);
CREATE TABLE list_uses (
	id INTEGER NOT NULL,
	list TEXT NOT NULL,
	used BOOLEAN NOT NULL,
	at TEXT NOT NULL,
	PRIMARY KEY (id),
	CHECK (id > 0)
);
CREATE INDEX list_uses_newest ON list_uses (list, id);
CREATE TABLE screenings (
	id INTEGER NOT NULL,
	at TEXT NOT NULL,
	algorithm TEXT NOT NULL,
	threshold DOUBLE NOT NULL,
	versions TEXT NOT NULL,
	settings TEXT NOT NULL,
	fingerprint TEXT NOT NULL,
	PRIMARY KEY (id),
	CHECK (id > 0),
	UNIQUE (fingerprint)
);
CREATE TABLE matter_decisions (
	id INTEGER NOT NULL,
	at TEXT NOT NULL,
	who TEXT NOT NULL,
	kind TEXT NOT NULL,
	events TEXT NOT NULL,
	anchor TEXT,
	note TEXT NOT NULL,
	undoes INTEGER,
	PRIMARY KEY (id),
	CHECK (id > 0),
	CHECK (kind IN ('join', 'split', 'undo')),
	CHECK ((kind = 'undo') = (undoes IS NOT NULL)),
	FOREIGN KEY(undoes) REFERENCES matter_decisions (id)
);
CREATE TABLE watches (
	id INTEGER NOT NULL,
	at TEXT NOT NULL,
	label TEXT NOT NULL,
	actor TEXT,
	recipient TEXT,
	party TEXT,
	other TEXT,
	type TEXT,
	PRIMARY KEY (id),
	CHECK (id > 0)
);
CREATE TABLE run_ends (
	run_id INTEGER NOT NULL,
	ended_at TEXT NOT NULL,
	read INTEGER NOT NULL,
	unchanged INTEGER NOT NULL,
	rejected INTEGER NOT NULL,
	PRIMARY KEY (run_id),
	FOREIGN KEY(run_id) REFERENCES runs (id)
);
CREATE TABLE appearances (
	id INTEGER NOT NULL,
	report_id TEXT NOT NULL,
	path TEXT,
	external_id TEXT,
	url TEXT,
	title TEXT,
	outlet TEXT,
	authors TEXT NOT NULL,
	published TEXT,
	seen_at TEXT NOT NULL,
	run_id INTEGER,
	PRIMARY KEY (id),
	CHECK (id > 0),
	FOREIGN KEY(report_id) REFERENCES reports (id),
	FOREIGN KEY(run_id) REFERENCES runs (id)
);
CREATE INDEX appearances_path ON appearances (path);
CREATE INDEX ix_appearances_report_id ON appearances (report_id);
CREATE INDEX appearances_outlet ON appearances (outlet);
CREATE TABLE readings (
	id INTEGER NOT NULL,
	report_id TEXT NOT NULL,
	reader_version TEXT NOT NULL,
	model TEXT NOT NULL,
	published TEXT,
	read_at TEXT NOT NULL,
	run_id INTEGER,
	PRIMARY KEY (id),
	CHECK (id > 0),
	FOREIGN KEY(report_id) REFERENCES reports (id),
	FOREIGN KEY(run_id) REFERENCES runs (id)
);
CREATE UNIQUE INDEX readings_once ON readings (report_id, reader_version, model, coalesce(published, ''));
CREATE TABLE list_members (
	version_id INTEGER NOT NULL,
	entry_id INTEGER NOT NULL,
	PRIMARY KEY (version_id, entry_id),
	FOREIGN KEY(version_id) REFERENCES list_versions (id),
	FOREIGN KEY(entry_id) REFERENCES list_entries (id)
)
 WITHOUT ROWID;
CREATE TABLE list_rejects (
	version_id INTEGER NOT NULL,
	ordinal INTEGER NOT NULL,
	locator TEXT NOT NULL,
	reason TEXT NOT NULL,
	message TEXT NOT NULL,
	PRIMARY KEY (version_id, ordinal),
	FOREIGN KEY(version_id) REFERENCES list_versions (id)
)
 WITHOUT ROWID;
CREATE TABLE screening_uses (
	id INTEGER NOT NULL,
	screening_id INTEGER NOT NULL,
	at TEXT NOT NULL,
	PRIMARY KEY (id),
	CHECK (id > 0),
	FOREIGN KEY(screening_id) REFERENCES screenings (id)
);
CREATE TABLE screened_parties (
	id INTEGER NOT NULL,
	screening_id INTEGER NOT NULL,
	actor TEXT NOT NULL,
	queried TEXT NOT NULL,
	digest TEXT NOT NULL,
	PRIMARY KEY (id),
	UNIQUE (screening_id, digest),
	CHECK (id > 0),
	FOREIGN KEY(screening_id) REFERENCES screenings (id)
);
CREATE INDEX screened_parties_actor ON screened_parties (actor, screening_id);
CREATE TABLE weighings (
	id INTEGER NOT NULL,
	run_id INTEGER,
	at TEXT NOT NULL,
	algorithm TEXT NOT NULL,
	reports INTEGER NOT NULL,
	decisions INTEGER,
	PRIMARY KEY (id),
	CHECK (id > 0),
	FOREIGN KEY(run_id) REFERENCES runs (id),
	FOREIGN KEY(decisions) REFERENCES matter_decisions (id)
);
CREATE TABLE watch_ends (
	watch_id INTEGER NOT NULL,
	at TEXT NOT NULL,
	PRIMARY KEY (watch_id),
	FOREIGN KEY(watch_id) REFERENCES watches (id)
);
CREATE TABLE mentions (
	reading_id INTEGER NOT NULL,
	ordinal INTEGER NOT NULL,
	start INTEGER NOT NULL,
	"end" INTEGER NOT NULL,
	text TEXT NOT NULL,
	kind TEXT NOT NULL,
	actor TEXT,
	score DOUBLE CHECK (score BETWEEN 0 AND 1),
	rule TEXT,
	antecedent_start INTEGER,
	antecedent_end INTEGER CHECK (antecedent_start < antecedent_end),
	doubt TEXT,
	PRIMARY KEY (reading_id, ordinal),
	CHECK (start >= 0 AND start < "end"),
	FOREIGN KEY(reading_id) REFERENCES readings (id)
)
 WITHOUT ROWID;
CREATE TABLE parties (
	id INTEGER NOT NULL,
	reading_id INTEGER NOT NULL,
	ordinal INTEGER NOT NULL,
	actor TEXT NOT NULL,
	name TEXT NOT NULL,
	kind TEXT NOT NULL,
	countries TEXT NOT NULL,
	sectors TEXT NOT NULL,
	belongs_to TEXT,
	within TEXT NOT NULL,
	control TEXT,
	about TEXT,
	PRIMARY KEY (id),
	UNIQUE (reading_id, ordinal),
	CHECK (id > 0),
	FOREIGN KEY(reading_id) REFERENCES readings (id)
);
CREATE INDEX parties_name ON parties (name);
CREATE INDEX parties_actor ON parties (actor);
CREATE TABLE attributions (
	id INTEGER NOT NULL,
	reading_id INTEGER NOT NULL,
	ordinal INTEGER NOT NULL,
	source_text TEXT,
	cue_text TEXT,
	content_text TEXT NOT NULL,
	speaker_text TEXT,
	speaker_actor TEXT,
	nested_in INTEGER,
	PRIMARY KEY (id),
	UNIQUE (reading_id, ordinal),
	CHECK (id > 0),
	FOREIGN KEY(reading_id) REFERENCES readings (id)
);
CREATE INDEX attributions_actor ON attributions (speaker_actor) WHERE speaker_actor IS NOT NULL;
CREATE TABLE sentences (
	id INTEGER NOT NULL,
	reading_id INTEGER NOT NULL,
	ordinal INTEGER NOT NULL,
	start INTEGER NOT NULL,
	"end" INTEGER NOT NULL,
	text TEXT NOT NULL,
	PRIMARY KEY (id),
	UNIQUE (reading_id, ordinal),
	CHECK (id > 0),
	CHECK (start >= 0 AND start < "end"),
	FOREIGN KEY(reading_id) REFERENCES readings (id)
);
CREATE TABLE events (
	id INTEGER NOT NULL,
	reading_id INTEGER NOT NULL,
	ordinal INTEGER NOT NULL,
	type TEXT NOT NULL,
	mode TEXT,
	quad TEXT,
	contexts TEXT NOT NULL,
	trigger_start INTEGER NOT NULL,
	trigger_end INTEGER NOT NULL,
	trigger_text TEXT NOT NULL,
	PRIMARY KEY (id),
	UNIQUE (reading_id, ordinal),
	CHECK (id > 0),
	CHECK (trigger_start >= 0 AND trigger_start < trigger_end),
	FOREIGN KEY(reading_id) REFERENCES readings (id)
);
CREATE TABLE rejects (
	id INTEGER NOT NULL,
	path TEXT,
	locator TEXT,
	reason TEXT NOT NULL,
	message TEXT NOT NULL,
	seen_at TEXT NOT NULL,
	after_appearance INTEGER,
	run_id INTEGER,
	"key" TEXT NOT NULL,
	PRIMARY KEY (id),
	CHECK (id > 0),
	FOREIGN KEY(after_appearance) REFERENCES appearances (id),
	FOREIGN KEY(run_id) REFERENCES runs (id),
	UNIQUE ("key")
);
CREATE TABLE party_links (
	id INTEGER NOT NULL,
	screened_id INTEGER NOT NULL,
	ordinal INTEGER NOT NULL,
	entry_id INTEGER NOT NULL,
	version_id INTEGER NOT NULL,
	score DOUBLE NOT NULL CHECK (score BETWEEN 0 AND 1),
	"match" BOOLEAN NOT NULL,
	explanations TEXT NOT NULL,
	why TEXT NOT NULL,
	PRIMARY KEY (id),
	UNIQUE (screened_id, ordinal),
	CHECK (id > 0),
	FOREIGN KEY(screened_id) REFERENCES screened_parties (id),
	FOREIGN KEY(entry_id) REFERENCES list_entries (id),
	FOREIGN KEY(version_id) REFERENCES list_versions (id)
);
CREATE INDEX ix_party_links_entry_id ON party_links (entry_id);
CREATE TABLE weighed_readings (
	reading_id INTEGER NOT NULL,
	weighing_id INTEGER NOT NULL,
	PRIMARY KEY (reading_id),
	FOREIGN KEY(reading_id) REFERENCES readings (id),
	FOREIGN KEY(weighing_id) REFERENCES weighings (id)
);
CREATE TABLE story_members (
	id INTEGER NOT NULL,
	weighing_id INTEGER NOT NULL,
	report_id TEXT NOT NULL,
	story TEXT NOT NULL,
	score DOUBLE NOT NULL CHECK (score BETWEEN 0 AND 1),
	why TEXT NOT NULL,
	PRIMARY KEY (id),
	CHECK (id > 0),
	FOREIGN KEY(weighing_id) REFERENCES weighings (id),
	FOREIGN KEY(report_id) REFERENCES reports (id),
	FOREIGN KEY(story) REFERENCES reports (id)
);
CREATE INDEX ix_story_members_story ON story_members (story);
CREATE INDEX story_members_newest ON story_members (report_id, id);
CREATE TABLE matter_states (
	id INTEGER NOT NULL,
	weighing_id INTEGER NOT NULL,
	matter TEXT NOT NULL,
	type TEXT NOT NULL,
	title TEXT NOT NULL,
	actors TEXT NOT NULL,
	recipients TEXT NOT NULL,
	standing TEXT NOT NULL,
	first TEXT,
	last TEXT,
	event_first TEXT,
	event_last TEXT,
	contested BOOLEAN NOT NULL,
	origins INTEGER NOT NULL,
	reports INTEGER NOT NULL,
	retired BOOLEAN NOT NULL,
	"into" TEXT,
	PRIMARY KEY (id),
	CHECK (id > 0),
	FOREIGN KEY(weighing_id) REFERENCES weighings (id)
);
CREATE INDEX ix_matter_states_weighing_id ON matter_states (weighing_id);
CREATE INDEX matter_states_newest ON matter_states (matter, id);
CREATE TABLE attribution_spans (
	attribution_id INTEGER NOT NULL,
	role TEXT NOT NULL,
	ordinal INTEGER NOT NULL,
	start INTEGER NOT NULL,
	"end" INTEGER NOT NULL,
	PRIMARY KEY (attribution_id, role, ordinal),
	CHECK (role IN ('source', 'cue', 'content')),
	CHECK (start >= 0 AND start < "end"),
	FOREIGN KEY(attribution_id) REFERENCES attributions (id)
)
 WITHOUT ROWID;
CREATE TABLE event_parts (
	id INTEGER NOT NULL,
	event_id INTEGER NOT NULL,
	role TEXT NOT NULL,
	ordinal INTEGER NOT NULL,
	start INTEGER NOT NULL,
	"end" INTEGER NOT NULL,
	text TEXT NOT NULL,
	actor TEXT,
	name TEXT,
	sector TEXT,
	country TEXT,
	kind TEXT,
	item TEXT,
	amount DOUBLE,
	unit TEXT,
	currency TEXT,
	bound TEXT,
	lat DOUBLE,
	lon DOUBLE,
	time_start TEXT,
	time_end TEXT,
	PRIMARY KEY (id),
	UNIQUE (event_id, role, ordinal),
	CHECK (id > 0),
	CHECK (role IN ('actor', 'recipient', 'object', 'place', 'time')),
	CHECK (start >= 0 AND start < "end"),
	FOREIGN KEY(event_id) REFERENCES events (id)
);
CREATE INDEX event_parts_actor ON event_parts (actor) WHERE actor IS NOT NULL;
CREATE TABLE claims (
	id INTEGER NOT NULL,
	reading_id INTEGER NOT NULL,
	ordinal INTEGER NOT NULL,
	event_id INTEGER NOT NULL,
	sentence_id INTEGER NOT NULL,
	claim TEXT NOT NULL,
	stance TEXT NOT NULL,
	opinion BOOLEAN NOT NULL,
	links INTEGER NOT NULL,
	cue_start INTEGER,
	cue_end INTEGER,
	cue_text TEXT,
	confidence_event DOUBLE,
	confidence_actors DOUBLE,
	confidence_recipients DOUBLE,
	confidence_stance DOUBLE,
	confidence_sources DOUBLE,
	PRIMARY KEY (id),
	UNIQUE (reading_id, ordinal),
	CHECK (id > 0),
	CHECK (cue_start >= 0 AND cue_start < cue_end),
	CHECK (confidence_event BETWEEN 0 AND 1),
	CHECK (confidence_actors BETWEEN 0 AND 1),
	CHECK (confidence_recipients BETWEEN 0 AND 1),
	CHECK (confidence_stance BETWEEN 0 AND 1),
	CHECK (confidence_sources BETWEEN 0 AND 1),
	FOREIGN KEY(reading_id) REFERENCES readings (id),
	FOREIGN KEY(event_id) REFERENCES events (id),
	FOREIGN KEY(sentence_id) REFERENCES sentences (id)
);
CREATE INDEX ix_claims_sentence_id ON claims (sentence_id);
CREATE INDEX ix_claims_event_id ON claims (event_id);
CREATE TABLE matter_members (
	id INTEGER NOT NULL,
	weighing_id INTEGER NOT NULL,
	event_id INTEGER NOT NULL,
	event_key TEXT NOT NULL,
	matter TEXT NOT NULL,
	score DOUBLE NOT NULL CHECK (score BETWEEN 0 AND 1),
	why TEXT NOT NULL,
	"like" TEXT,
	PRIMARY KEY (id),
	CHECK (id > 0),
	FOREIGN KEY(weighing_id) REFERENCES weighings (id),
	FOREIGN KEY(event_id) REFERENCES events (id)
);
CREATE INDEX ix_matter_members_matter ON matter_members (matter);
CREATE INDEX ix_matter_members_event_key ON matter_members (event_key);
CREATE INDEX matter_members_newest ON matter_members (event_id, id);
CREATE TABLE claim_sources (
	id INTEGER NOT NULL,
	claim_id INTEGER NOT NULL,
	ordinal INTEGER NOT NULL,
	start INTEGER NOT NULL,
	"end" INTEGER NOT NULL,
	text TEXT NOT NULL,
	actor TEXT,
	name TEXT,
	kind TEXT,
	country TEXT,
	control TEXT,
	PRIMARY KEY (id),
	UNIQUE (claim_id, ordinal),
	CHECK (id > 0),
	CHECK (start >= 0 AND start < "end"),
	FOREIGN KEY(claim_id) REFERENCES claims (id)
);
CREATE INDEX claim_sources_actor ON claim_sources (actor) WHERE actor IS NOT NULL;
CREATE VIEW current_readings AS
SELECT * FROM readings AS this
WHERE NOT EXISTS (
  SELECT 1 FROM readings AS newer WHERE newer.report_id = this.report_id AND newer.id > this.id
);
CREATE VIRTUAL TABLE statement_search USING fts5(source_text, content_text, content='attributions', content_rowid='id', tokenize='unicode61 remove_diacritics 2');
CREATE TRIGGER attributions_search AFTER INSERT ON attributions BEGIN INSERT INTO statement_search (rowid, source_text, content_text) VALUES (NEW.id, NEW.source_text, NEW.content_text); END;
CREATE VIRTUAL TABLE report_search USING fts5(text, content='reports', content_rowid='number', tokenize='unicode61 remove_diacritics 2');
CREATE TRIGGER reports_search AFTER INSERT ON reports BEGIN INSERT INTO report_search (rowid, text) VALUES (NEW.number, NEW.text); END;
CREATE VIEW event_parties AS SELECT * FROM event_parts WHERE role IN ('actor', 'recipient');
CREATE VIRTUAL TABLE sentence_search USING fts5(text, content='sentences', content_rowid='id', tokenize='unicode61 remove_diacritics 2');
CREATE TRIGGER sentences_search AFTER INSERT ON sentences BEGIN INSERT INTO sentence_search (rowid, text) VALUES (NEW.id, NEW.text); END;
CREATE VIRTUAL TABLE party_search USING fts5(text, name, content='event_parties', content_rowid='id', tokenize='unicode61 remove_diacritics 2');
CREATE TRIGGER event_parts_search AFTER INSERT ON event_parts WHEN NEW.role IN ('actor', 'recipient') BEGIN INSERT INTO party_search (rowid, text, name) VALUES (NEW.id, NEW.text, NEW.name); END;
CREATE VIRTUAL TABLE source_search USING fts5(text, name, content='claim_sources', content_rowid='id', tokenize='unicode61 remove_diacritics 2');
CREATE TRIGGER claim_sources_search AFTER INSERT ON claim_sources BEGIN INSERT INTO source_search (rowid, text, name) VALUES (NEW.id, NEW.text, NEW.name); END;
CREATE TABLE whole_search (whole TEXT NOT NULL, party_id INTEGER NOT NULL REFERENCES parties (id), PRIMARY KEY (whole, party_id)) WITHOUT ROWID;
CREATE TABLE screening_indexes (version_id INTEGER NOT NULL REFERENCES list_versions (id), algorithm TEXT NOT NULL, data BLOB NOT NULL, PRIMARY KEY (version_id, algorithm));
CREATE TABLE report_sketches (
	hash BIGINT NOT NULL,
	report INTEGER NOT NULL,
	PRIMARY KEY (hash, report),
	FOREIGN KEY(report) REFERENCES reports (number)
)
 WITHOUT ROWID;
CREATE TABLE sketched_reports (
	report INTEGER NOT NULL,
	sketch BLOB NOT NULL,
	PRIMARY KEY (report),
	FOREIGN KEY(report) REFERENCES reports (number)
);
CREATE TABLE copy_pairs (
	one TEXT NOT NULL,
	other TEXT NOT NULL,
	score DOUBLE NOT NULL,
	share_one DOUBLE NOT NULL,
	share_other DOUBLE NOT NULL,
	words INTEGER NOT NULL,
	why TEXT NOT NULL,
	PRIMARY KEY (one, other),
	FOREIGN KEY(one) REFERENCES reports (id),
	FOREIGN KEY(other) REFERENCES reports (id)
)
 WITHOUT ROWID;
CREATE INDEX ix_copy_pairs_other ON copy_pairs (other);
CREATE TABLE thread_readings (
	reading_id INTEGER NOT NULL,
	PRIMARY KEY (reading_id),
	FOREIGN KEY(reading_id) REFERENCES readings (id)
);
CREATE TABLE threads (
	id INTEGER NOT NULL,
	"key" TEXT NOT NULL,
	reading_id INTEGER NOT NULL,
	published TEXT,
	start TEXT,
	"end" TEXT,
	root TEXT NOT NULL,
	placed TEXT NOT NULL,
	score DOUBLE NOT NULL,
	why TEXT NOT NULL,
	"like" TEXT,
	packed BLOB NOT NULL,
	events TEXT NOT NULL,
	data TEXT NOT NULL,
	voices TEXT NOT NULL,
	PRIMARY KEY (id),
	UNIQUE ("key"),
	FOREIGN KEY(reading_id) REFERENCES readings (id)
);
CREATE INDEX ix_threads_placed ON threads (placed);
CREATE INDEX ix_threads_reading_id ON threads (reading_id);
CREATE INDEX ix_threads_like ON threads ("like");
CREATE TABLE thread_keys (
	hash BIGINT NOT NULL,
	thread INTEGER NOT NULL,
	start INTEGER NOT NULL,
	"end" INTEGER NOT NULL,
	PRIMARY KEY (hash, thread),
	FOREIGN KEY(thread) REFERENCES threads (id)
)
 WITHOUT ROWID;
CREATE INDEX ix_thread_keys_thread ON thread_keys (thread);
CREATE TRIGGER ledger_versions_no_update BEFORE UPDATE ON ledger_versions BEGIN SELECT RAISE(ABORT, 'UPDATE on ledger_versions refused: the ledger is append-only: nothing in it is changed or removed; write a new row instead'); END;
CREATE TRIGGER ledger_versions_no_delete BEFORE DELETE ON ledger_versions BEGIN SELECT RAISE(ABORT, 'DELETE on ledger_versions refused: the ledger is append-only: nothing in it is changed or removed; write a new row instead'); END;
CREATE TRIGGER ledger_versions_no_replace BEFORE INSERT ON ledger_versions WHEN EXISTS (SELECT 1 FROM ledger_versions AS old WHERE old."version" = NEW."version") BEGIN SELECT RAISE(ABORT, 'INSERT on ledger_versions refused, there is a row of this key: the ledger is append-only: nothing in it is changed or removed; write a new row instead'); END;
CREATE TRIGGER list_entries_no_update BEFORE UPDATE ON list_entries BEGIN SELECT RAISE(ABORT, 'UPDATE on list_entries refused: the ledger is append-only: nothing in it is changed or removed; write a new row instead'); END;
CREATE TRIGGER list_entries_no_delete BEFORE DELETE ON list_entries BEGIN SELECT RAISE(ABORT, 'DELETE on list_entries refused: the ledger is append-only: nothing in it is changed or removed; write a new row instead'); END;
CREATE TRIGGER list_entries_no_replace BEFORE INSERT ON list_entries WHEN EXISTS (SELECT 1 FROM list_entries AS old WHERE old."id" = NEW."id") OR EXISTS (SELECT 1 FROM list_entries AS old WHERE old."digest" = NEW."digest") BEGIN SELECT RAISE(ABORT, 'INSERT on list_entries refused, there is a row of this key: the ledger is append-only: nothing in it is changed or removed; write a new row instead'); END;
CREATE TRIGGER list_uses_no_update BEFORE UPDATE ON list_uses BEGIN SELECT RAISE(ABORT, 'UPDATE on list_uses refused: the ledger is append-only: nothing in it is changed or removed; write a new row instead'); END;
CREATE TRIGGER list_uses_no_delete BEFORE DELETE ON list_uses BEGIN SELECT RAISE(ABORT, 'DELETE on list_uses refused: the ledger is append-only: nothing in it is changed or removed; write a new row instead'); END;
CREATE TRIGGER list_uses_no_replace BEFORE INSERT ON list_uses WHEN EXISTS (SELECT 1 FROM list_uses AS old WHERE old."id" = NEW."id") BEGIN SELECT RAISE(ABORT, 'INSERT on list_uses refused, there is a row of this key: the ledger is append-only: nothing in it is changed or removed; write a new row instead'); END;
CREATE TRIGGER list_versions_no_update BEFORE UPDATE ON list_versions BEGIN SELECT RAISE(ABORT, 'UPDATE on list_versions refused: the ledger is append-only: nothing in it is changed or removed; write a new row instead'); END;
CREATE TRIGGER list_versions_no_delete BEFORE DELETE ON list_versions BEGIN SELECT RAISE(ABORT, 'DELETE on list_versions refused: the ledger is append-only: nothing in it is changed or removed; write a new row instead'); END;
CREATE TRIGGER list_versions_no_replace BEFORE INSERT ON list_versions WHEN EXISTS (SELECT 1 FROM list_versions AS old WHERE old."id" = NEW."id") OR EXISTS (SELECT 1 FROM list_versions AS old WHERE old."label" = NEW."label") BEGIN SELECT RAISE(ABORT, 'INSERT on list_versions refused, there is a row of this key: the ledger is append-only: nothing in it is changed or removed; write a new row instead'); END;
CREATE TRIGGER matter_decisions_no_update BEFORE UPDATE ON matter_decisions BEGIN SELECT RAISE(ABORT, 'UPDATE on matter_decisions refused: the ledger is append-only: nothing in it is changed or removed; write a new row instead'); END;
CREATE TRIGGER matter_decisions_no_delete BEFORE DELETE ON matter_decisions BEGIN SELECT RAISE(ABORT, 'DELETE on matter_decisions refused: the ledger is append-only: nothing in it is changed or removed; write a new row instead'); END;
CREATE TRIGGER matter_decisions_no_replace BEFORE INSERT ON matter_decisions WHEN EXISTS (SELECT 1 FROM matter_decisions AS old WHERE old."id" = NEW."id") BEGIN SELECT RAISE(ABORT, 'INSERT on matter_decisions refused, there is a row of this key: the ledger is append-only: nothing in it is changed or removed; write a new row instead'); END;
CREATE TRIGGER reports_no_update BEFORE UPDATE ON reports BEGIN SELECT RAISE(ABORT, 'UPDATE on reports refused: the ledger is append-only: nothing in it is changed or removed; write a new row instead'); END;
CREATE TRIGGER reports_no_delete BEFORE DELETE ON reports BEGIN SELECT RAISE(ABORT, 'DELETE on reports refused: the ledger is append-only: nothing in it is changed or removed; write a new row instead'); END;
CREATE TRIGGER reports_no_replace BEFORE INSERT ON reports WHEN EXISTS (SELECT 1 FROM reports AS old WHERE old."number" = NEW."number") OR EXISTS (SELECT 1 FROM reports AS old WHERE old."id" = NEW."id") BEGIN SELECT RAISE(ABORT, 'INSERT on reports refused, there is a row of this key: the ledger is append-only: nothing in it is changed or removed; write a new row instead'); END;
CREATE TRIGGER runs_no_update BEFORE UPDATE ON runs BEGIN SELECT RAISE(ABORT, 'UPDATE on runs refused: the ledger is append-only: nothing in it is changed or removed; write a new row instead'); END;
CREATE TRIGGER runs_no_delete BEFORE DELETE ON runs BEGIN SELECT RAISE(ABORT, 'DELETE on runs refused: the ledger is append-only: nothing in it is changed or removed; write a new row instead'); END;
CREATE TRIGGER runs_no_replace BEFORE INSERT ON runs WHEN EXISTS (SELECT 1 FROM runs AS old WHERE old."id" = NEW."id") BEGIN SELECT RAISE(ABORT, 'INSERT on runs refused, there is a row of this key: the ledger is append-only: nothing in it is changed or removed; write a new row instead'); END;
CREATE TRIGGER screenings_no_update BEFORE UPDATE ON screenings BEGIN SELECT RAISE(ABORT, 'UPDATE on screenings refused: the ledger is append-only: nothing in it is changed or removed; write a new row instead'); END;
CREATE TRIGGER screenings_no_delete BEFORE DELETE ON screenings BEGIN SELECT RAISE(ABORT, 'DELETE on screenings refused: the ledger is append-only: nothing in it is changed or removed; write a new row instead'); END;
CREATE TRIGGER screenings_no_replace BEFORE INSERT ON screenings WHEN EXISTS (SELECT 1 FROM screenings AS old WHERE old."id" = NEW."id") OR EXISTS (SELECT 1 FROM screenings AS old WHERE old."fingerprint" = NEW."fingerprint") BEGIN SELECT RAISE(ABORT, 'INSERT on screenings refused, there is a row of this key: the ledger is append-only: nothing in it is changed or removed; write a new row instead'); END;
CREATE TRIGGER watches_no_update BEFORE UPDATE ON watches BEGIN SELECT RAISE(ABORT, 'UPDATE on watches refused: the ledger is append-only: nothing in it is changed or removed; write a new row instead'); END;
CREATE TRIGGER watches_no_delete BEFORE DELETE ON watches BEGIN SELECT RAISE(ABORT, 'DELETE on watches refused: the ledger is append-only: nothing in it is changed or removed; write a new row instead'); END;
CREATE TRIGGER watches_no_replace BEFORE INSERT ON watches WHEN EXISTS (SELECT 1 FROM watches AS old WHERE old."id" = NEW."id") BEGIN SELECT RAISE(ABORT, 'INSERT on watches refused, there is a row of this key: the ledger is append-only: nothing in it is changed or removed; write a new row instead'); END;
CREATE TRIGGER appearances_no_update BEFORE UPDATE ON appearances BEGIN SELECT RAISE(ABORT, 'UPDATE on appearances refused: the ledger is append-only: nothing in it is changed or removed; write a new row instead'); END;
CREATE TRIGGER appearances_no_delete BEFORE DELETE ON appearances BEGIN SELECT RAISE(ABORT, 'DELETE on appearances refused: the ledger is append-only: nothing in it is changed or removed; write a new row instead'); END;
CREATE TRIGGER appearances_no_replace BEFORE INSERT ON appearances WHEN EXISTS (SELECT 1 FROM appearances AS old WHERE old."id" = NEW."id") BEGIN SELECT RAISE(ABORT, 'INSERT on appearances refused, there is a row of this key: the ledger is append-only: nothing in it is changed or removed; write a new row instead'); END;
CREATE TRIGGER list_members_no_update BEFORE UPDATE ON list_members BEGIN SELECT RAISE(ABORT, 'UPDATE on list_members refused: the ledger is append-only: nothing in it is changed or removed; write a new row instead'); END;
CREATE TRIGGER list_members_no_delete BEFORE DELETE ON list_members BEGIN SELECT RAISE(ABORT, 'DELETE on list_members refused: the ledger is append-only: nothing in it is changed or removed; write a new row instead'); END;
CREATE TRIGGER list_members_no_replace BEFORE INSERT ON list_members WHEN EXISTS (SELECT 1 FROM list_members AS old WHERE old."version_id" = NEW."version_id" AND old."entry_id" = NEW."entry_id") BEGIN SELECT RAISE(ABORT, 'INSERT on list_members refused, there is a row of this key: the ledger is append-only: nothing in it is changed or removed; write a new row instead'); END;
CREATE TRIGGER list_rejects_no_update BEFORE UPDATE ON list_rejects BEGIN SELECT RAISE(ABORT, 'UPDATE on list_rejects refused: the ledger is append-only: nothing in it is changed or removed; write a new row instead'); END;
CREATE TRIGGER list_rejects_no_delete BEFORE DELETE ON list_rejects BEGIN SELECT RAISE(ABORT, 'DELETE on list_rejects refused: the ledger is append-only: nothing in it is changed or removed; write a new row instead'); END;
CREATE TRIGGER list_rejects_no_replace BEFORE INSERT ON list_rejects WHEN EXISTS (SELECT 1 FROM list_rejects AS old WHERE old."version_id" = NEW."version_id" AND old."ordinal" = NEW."ordinal") BEGIN SELECT RAISE(ABORT, 'INSERT on list_rejects refused, there is a row of this key: the ledger is append-only: nothing in it is changed or removed; write a new row instead'); END;
CREATE TRIGGER readings_no_update BEFORE UPDATE ON readings BEGIN SELECT RAISE(ABORT, 'UPDATE on readings refused: the ledger is append-only: nothing in it is changed or removed; write a new row instead'); END;
CREATE TRIGGER readings_no_delete BEFORE DELETE ON readings BEGIN SELECT RAISE(ABORT, 'DELETE on readings refused: the ledger is append-only: nothing in it is changed or removed; write a new row instead'); END;
CREATE TRIGGER readings_no_replace BEFORE INSERT ON readings WHEN EXISTS (SELECT 1 FROM readings AS old WHERE old."id" = NEW."id") OR EXISTS (SELECT 1 FROM readings AS old WHERE old."report_id" = NEW."report_id" AND old."reader_version" = NEW."reader_version" AND old."model" = NEW."model" AND coalesce(old."published", '') = coalesce(NEW."published", '')) BEGIN SELECT RAISE(ABORT, 'INSERT on readings refused, there is a row of this key: the ledger is append-only: nothing in it is changed or removed; write a new row instead'); END;
CREATE TRIGGER run_ends_no_update BEFORE UPDATE ON run_ends BEGIN SELECT RAISE(ABORT, 'UPDATE on run_ends refused: the ledger is append-only: nothing in it is changed or removed; write a new row instead'); END;
CREATE TRIGGER run_ends_no_delete BEFORE DELETE ON run_ends BEGIN SELECT RAISE(ABORT, 'DELETE on run_ends refused: the ledger is append-only: nothing in it is changed or removed; write a new row instead'); END;
CREATE TRIGGER run_ends_no_replace BEFORE INSERT ON run_ends WHEN EXISTS (SELECT 1 FROM run_ends AS old WHERE old."run_id" = NEW."run_id") BEGIN SELECT RAISE(ABORT, 'INSERT on run_ends refused, there is a row of this key: the ledger is append-only: nothing in it is changed or removed; write a new row instead'); END;
CREATE TRIGGER screened_parties_no_update BEFORE UPDATE ON screened_parties BEGIN SELECT RAISE(ABORT, 'UPDATE on screened_parties refused: the ledger is append-only: nothing in it is changed or removed; write a new row instead'); END;
CREATE TRIGGER screened_parties_no_delete BEFORE DELETE ON screened_parties BEGIN SELECT RAISE(ABORT, 'DELETE on screened_parties refused: the ledger is append-only: nothing in it is changed or removed; write a new row instead'); END;
CREATE TRIGGER screened_parties_no_replace BEFORE INSERT ON screened_parties WHEN EXISTS (SELECT 1 FROM screened_parties AS old WHERE old."id" = NEW."id") OR EXISTS (SELECT 1 FROM screened_parties AS old WHERE old."screening_id" = NEW."screening_id" AND old."digest" = NEW."digest") BEGIN SELECT RAISE(ABORT, 'INSERT on screened_parties refused, there is a row of this key: the ledger is append-only: nothing in it is changed or removed; write a new row instead'); END;
CREATE TRIGGER screening_uses_no_update BEFORE UPDATE ON screening_uses BEGIN SELECT RAISE(ABORT, 'UPDATE on screening_uses refused: the ledger is append-only: nothing in it is changed or removed; write a new row instead'); END;
CREATE TRIGGER screening_uses_no_delete BEFORE DELETE ON screening_uses BEGIN SELECT RAISE(ABORT, 'DELETE on screening_uses refused: the ledger is append-only: nothing in it is changed or removed; write a new row instead'); END;
CREATE TRIGGER screening_uses_no_replace BEFORE INSERT ON screening_uses WHEN EXISTS (SELECT 1 FROM screening_uses AS old WHERE old."id" = NEW."id") BEGIN SELECT RAISE(ABORT, 'INSERT on screening_uses refused, there is a row of this key: the ledger is append-only: nothing in it is changed or removed; write a new row instead'); END;
CREATE TRIGGER watch_ends_no_update BEFORE UPDATE ON watch_ends BEGIN SELECT RAISE(ABORT, 'UPDATE on watch_ends refused: the ledger is append-only: nothing in it is changed or removed; write a new row instead'); END;
CREATE TRIGGER watch_ends_no_delete BEFORE DELETE ON watch_ends BEGIN SELECT RAISE(ABORT, 'DELETE on watch_ends refused: the ledger is append-only: nothing in it is changed or removed; write a new row instead'); END;
CREATE TRIGGER watch_ends_no_replace BEFORE INSERT ON watch_ends WHEN EXISTS (SELECT 1 FROM watch_ends AS old WHERE old."watch_id" = NEW."watch_id") BEGIN SELECT RAISE(ABORT, 'INSERT on watch_ends refused, there is a row of this key: the ledger is append-only: nothing in it is changed or removed; write a new row instead'); END;
CREATE TRIGGER weighings_no_update BEFORE UPDATE ON weighings BEGIN SELECT RAISE(ABORT, 'UPDATE on weighings refused: the ledger is append-only: nothing in it is changed or removed; write a new row instead'); END;
CREATE TRIGGER weighings_no_delete BEFORE DELETE ON weighings BEGIN SELECT RAISE(ABORT, 'DELETE on weighings refused: the ledger is append-only: nothing in it is changed or removed; write a new row instead'); END;
CREATE TRIGGER weighings_no_replace BEFORE INSERT ON weighings WHEN EXISTS (SELECT 1 FROM weighings AS old WHERE old."id" = NEW."id") BEGIN SELECT RAISE(ABORT, 'INSERT on weighings refused, there is a row of this key: the ledger is append-only: nothing in it is changed or removed; write a new row instead'); END;
CREATE TRIGGER attributions_no_update BEFORE UPDATE ON attributions BEGIN SELECT RAISE(ABORT, 'UPDATE on attributions refused: the ledger is append-only: nothing in it is changed or removed; write a new row instead'); END;
CREATE TRIGGER attributions_no_delete BEFORE DELETE ON attributions BEGIN SELECT RAISE(ABORT, 'DELETE on attributions refused: the ledger is append-only: nothing in it is changed or removed; write a new row instead'); END;
CREATE TRIGGER attributions_no_replace BEFORE INSERT ON attributions WHEN EXISTS (SELECT 1 FROM attributions AS old WHERE old."id" = NEW."id") OR EXISTS (SELECT 1 FROM attributions AS old WHERE old."reading_id" = NEW."reading_id" AND old."ordinal" = NEW."ordinal") BEGIN SELECT RAISE(ABORT, 'INSERT on attributions refused, there is a row of this key: the ledger is append-only: nothing in it is changed or removed; write a new row instead'); END;
CREATE TRIGGER events_no_update BEFORE UPDATE ON events BEGIN SELECT RAISE(ABORT, 'UPDATE on events refused: the ledger is append-only: nothing in it is changed or removed; write a new row instead'); END;
CREATE TRIGGER events_no_delete BEFORE DELETE ON events BEGIN SELECT RAISE(ABORT, 'DELETE on events refused: the ledger is append-only: nothing in it is changed or removed; write a new row instead'); END;
CREATE TRIGGER events_no_replace BEFORE INSERT ON events WHEN EXISTS (SELECT 1 FROM events AS old WHERE old."id" = NEW."id") OR EXISTS (SELECT 1 FROM events AS old WHERE old."reading_id" = NEW."reading_id" AND old."ordinal" = NEW."ordinal") BEGIN SELECT RAISE(ABORT, 'INSERT on events refused, there is a row of this key: the ledger is append-only: nothing in it is changed or removed; write a new row instead'); END;
CREATE TRIGGER matter_states_no_update BEFORE UPDATE ON matter_states BEGIN SELECT RAISE(ABORT, 'UPDATE on matter_states refused: the ledger is append-only: nothing in it is changed or removed; write a new row instead'); END;
CREATE TRIGGER matter_states_no_delete BEFORE DELETE ON matter_states BEGIN SELECT RAISE(ABORT, 'DELETE on matter_states refused: the ledger is append-only: nothing in it is changed or removed; write a new row instead'); END;
CREATE TRIGGER matter_states_no_replace BEFORE INSERT ON matter_states WHEN EXISTS (SELECT 1 FROM matter_states AS old WHERE old."id" = NEW."id") BEGIN SELECT RAISE(ABORT, 'INSERT on matter_states refused, there is a row of this key: the ledger is append-only: nothing in it is changed or removed; write a new row instead'); END;
CREATE TRIGGER mentions_no_update BEFORE UPDATE ON mentions BEGIN SELECT RAISE(ABORT, 'UPDATE on mentions refused: the ledger is append-only: nothing in it is changed or removed; write a new row instead'); END;
CREATE TRIGGER mentions_no_delete BEFORE DELETE ON mentions BEGIN SELECT RAISE(ABORT, 'DELETE on mentions refused: the ledger is append-only: nothing in it is changed or removed; write a new row instead'); END;
CREATE TRIGGER mentions_no_replace BEFORE INSERT ON mentions WHEN EXISTS (SELECT 1 FROM mentions AS old WHERE old."reading_id" = NEW."reading_id" AND old."ordinal" = NEW."ordinal") BEGIN SELECT RAISE(ABORT, 'INSERT on mentions refused, there is a row of this key: the ledger is append-only: nothing in it is changed or removed; write a new row instead'); END;
CREATE TRIGGER parties_no_update BEFORE UPDATE ON parties BEGIN SELECT RAISE(ABORT, 'UPDATE on parties refused: the ledger is append-only: nothing in it is changed or removed; write a new row instead'); END;
CREATE TRIGGER parties_no_delete BEFORE DELETE ON parties BEGIN SELECT RAISE(ABORT, 'DELETE on parties refused: the ledger is append-only: nothing in it is changed or removed; write a new row instead'); END;
CREATE TRIGGER parties_no_replace BEFORE INSERT ON parties WHEN EXISTS (SELECT 1 FROM parties AS old WHERE old."id" = NEW."id") OR EXISTS (SELECT 1 FROM parties AS old WHERE old."reading_id" = NEW."reading_id" AND old."ordinal" = NEW."ordinal") BEGIN SELECT RAISE(ABORT, 'INSERT on parties refused, there is a row of this key: the ledger is append-only: nothing in it is changed or removed; write a new row instead'); END;
CREATE TRIGGER party_links_no_update BEFORE UPDATE ON party_links BEGIN SELECT RAISE(ABORT, 'UPDATE on party_links refused: the ledger is append-only: nothing in it is changed or removed; write a new row instead'); END;
CREATE TRIGGER party_links_no_delete BEFORE DELETE ON party_links BEGIN SELECT RAISE(ABORT, 'DELETE on party_links refused: the ledger is append-only: nothing in it is changed or removed; write a new row instead'); END;
CREATE TRIGGER party_links_no_replace BEFORE INSERT ON party_links WHEN EXISTS (SELECT 1 FROM party_links AS old WHERE old."id" = NEW."id") OR EXISTS (SELECT 1 FROM party_links AS old WHERE old."screened_id" = NEW."screened_id" AND old."ordinal" = NEW."ordinal") BEGIN SELECT RAISE(ABORT, 'INSERT on party_links refused, there is a row of this key: the ledger is append-only: nothing in it is changed or removed; write a new row instead'); END;
CREATE TRIGGER rejects_no_update BEFORE UPDATE ON rejects BEGIN SELECT RAISE(ABORT, 'UPDATE on rejects refused: the ledger is append-only: nothing in it is changed or removed; write a new row instead'); END;
CREATE TRIGGER rejects_no_delete BEFORE DELETE ON rejects BEGIN SELECT RAISE(ABORT, 'DELETE on rejects refused: the ledger is append-only: nothing in it is changed or removed; write a new row instead'); END;
CREATE TRIGGER rejects_no_replace BEFORE INSERT ON rejects WHEN EXISTS (SELECT 1 FROM rejects AS old WHERE old."id" = NEW."id") OR EXISTS (SELECT 1 FROM rejects AS old WHERE old."key" = NEW."key") BEGIN SELECT RAISE(ABORT, 'INSERT on rejects refused, there is a row of this key: the ledger is append-only: nothing in it is changed or removed; write a new row instead'); END;
CREATE TRIGGER sentences_no_update BEFORE UPDATE ON sentences BEGIN SELECT RAISE(ABORT, 'UPDATE on sentences refused: the ledger is append-only: nothing in it is changed or removed; write a new row instead'); END;
CREATE TRIGGER sentences_no_delete BEFORE DELETE ON sentences BEGIN SELECT RAISE(ABORT, 'DELETE on sentences refused: the ledger is append-only: nothing in it is changed or removed; write a new row instead'); END;
CREATE TRIGGER sentences_no_replace BEFORE INSERT ON sentences WHEN EXISTS (SELECT 1 FROM sentences AS old WHERE old."id" = NEW."id") OR EXISTS (SELECT 1 FROM sentences AS old WHERE old."reading_id" = NEW."reading_id" AND old."ordinal" = NEW."ordinal") BEGIN SELECT RAISE(ABORT, 'INSERT on sentences refused, there is a row of this key: the ledger is append-only: nothing in it is changed or removed; write a new row instead'); END;
CREATE TRIGGER story_members_no_update BEFORE UPDATE ON story_members BEGIN SELECT RAISE(ABORT, 'UPDATE on story_members refused: the ledger is append-only: nothing in it is changed or removed; write a new row instead'); END;
CREATE TRIGGER story_members_no_delete BEFORE DELETE ON story_members BEGIN SELECT RAISE(ABORT, 'DELETE on story_members refused: the ledger is append-only: nothing in it is changed or removed; write a new row instead'); END;
CREATE TRIGGER story_members_no_replace BEFORE INSERT ON story_members WHEN EXISTS (SELECT 1 FROM story_members AS old WHERE old."id" = NEW."id") BEGIN SELECT RAISE(ABORT, 'INSERT on story_members refused, there is a row of this key: the ledger is append-only: nothing in it is changed or removed; write a new row instead'); END;
CREATE TRIGGER weighed_readings_no_update BEFORE UPDATE ON weighed_readings BEGIN SELECT RAISE(ABORT, 'UPDATE on weighed_readings refused: the ledger is append-only: nothing in it is changed or removed; write a new row instead'); END;
CREATE TRIGGER weighed_readings_no_delete BEFORE DELETE ON weighed_readings BEGIN SELECT RAISE(ABORT, 'DELETE on weighed_readings refused: the ledger is append-only: nothing in it is changed or removed; write a new row instead'); END;
CREATE TRIGGER weighed_readings_no_replace BEFORE INSERT ON weighed_readings WHEN EXISTS (SELECT 1 FROM weighed_readings AS old WHERE old."reading_id" = NEW."reading_id") BEGIN SELECT RAISE(ABORT, 'INSERT on weighed_readings refused, there is a row of this key: the ledger is append-only: nothing in it is changed or removed; write a new row instead'); END;
CREATE TRIGGER attribution_spans_no_update BEFORE UPDATE ON attribution_spans BEGIN SELECT RAISE(ABORT, 'UPDATE on attribution_spans refused: the ledger is append-only: nothing in it is changed or removed; write a new row instead'); END;
CREATE TRIGGER attribution_spans_no_delete BEFORE DELETE ON attribution_spans BEGIN SELECT RAISE(ABORT, 'DELETE on attribution_spans refused: the ledger is append-only: nothing in it is changed or removed; write a new row instead'); END;
CREATE TRIGGER attribution_spans_no_replace BEFORE INSERT ON attribution_spans WHEN EXISTS (SELECT 1 FROM attribution_spans AS old WHERE old."attribution_id" = NEW."attribution_id" AND old."role" = NEW."role" AND old."ordinal" = NEW."ordinal") BEGIN SELECT RAISE(ABORT, 'INSERT on attribution_spans refused, there is a row of this key: the ledger is append-only: nothing in it is changed or removed; write a new row instead'); END;
CREATE TRIGGER claims_no_update BEFORE UPDATE ON claims BEGIN SELECT RAISE(ABORT, 'UPDATE on claims refused: the ledger is append-only: nothing in it is changed or removed; write a new row instead'); END;
CREATE TRIGGER claims_no_delete BEFORE DELETE ON claims BEGIN SELECT RAISE(ABORT, 'DELETE on claims refused: the ledger is append-only: nothing in it is changed or removed; write a new row instead'); END;
CREATE TRIGGER claims_no_replace BEFORE INSERT ON claims WHEN EXISTS (SELECT 1 FROM claims AS old WHERE old."id" = NEW."id") OR EXISTS (SELECT 1 FROM claims AS old WHERE old."reading_id" = NEW."reading_id" AND old."ordinal" = NEW."ordinal") BEGIN SELECT RAISE(ABORT, 'INSERT on claims refused, there is a row of this key: the ledger is append-only: nothing in it is changed or removed; write a new row instead'); END;
CREATE TRIGGER event_parts_no_update BEFORE UPDATE ON event_parts BEGIN SELECT RAISE(ABORT, 'UPDATE on event_parts refused: the ledger is append-only: nothing in it is changed or removed; write a new row instead'); END;
CREATE TRIGGER event_parts_no_delete BEFORE DELETE ON event_parts BEGIN SELECT RAISE(ABORT, 'DELETE on event_parts refused: the ledger is append-only: nothing in it is changed or removed; write a new row instead'); END;
CREATE TRIGGER event_parts_no_replace BEFORE INSERT ON event_parts WHEN EXISTS (SELECT 1 FROM event_parts AS old WHERE old."id" = NEW."id") OR EXISTS (SELECT 1 FROM event_parts AS old WHERE old."event_id" = NEW."event_id" AND old."role" = NEW."role" AND old."ordinal" = NEW."ordinal") BEGIN SELECT RAISE(ABORT, 'INSERT on event_parts refused, there is a row of this key: the ledger is append-only: nothing in it is changed or removed; write a new row instead'); END;
CREATE TRIGGER matter_members_no_update BEFORE UPDATE ON matter_members BEGIN SELECT RAISE(ABORT, 'UPDATE on matter_members refused: the ledger is append-only: nothing in it is changed or removed; write a new row instead'); END;
CREATE TRIGGER matter_members_no_delete BEFORE DELETE ON matter_members BEGIN SELECT RAISE(ABORT, 'DELETE on matter_members refused: the ledger is append-only: nothing in it is changed or removed; write a new row instead'); END;
CREATE TRIGGER matter_members_no_replace BEFORE INSERT ON matter_members WHEN EXISTS (SELECT 1 FROM matter_members AS old WHERE old."id" = NEW."id") BEGIN SELECT RAISE(ABORT, 'INSERT on matter_members refused, there is a row of this key: the ledger is append-only: nothing in it is changed or removed; write a new row instead'); END;
CREATE TRIGGER claim_sources_no_update BEFORE UPDATE ON claim_sources BEGIN SELECT RAISE(ABORT, 'UPDATE on claim_sources refused: the ledger is append-only: nothing in it is changed or removed; write a new row instead'); END;
CREATE TRIGGER claim_sources_no_delete BEFORE DELETE ON claim_sources BEGIN SELECT RAISE(ABORT, 'DELETE on claim_sources refused: the ledger is append-only: nothing in it is changed or removed; write a new row instead'); END;
CREATE TRIGGER claim_sources_no_replace BEFORE INSERT ON claim_sources WHEN EXISTS (SELECT 1 FROM claim_sources AS old WHERE old."id" = NEW."id") OR EXISTS (SELECT 1 FROM claim_sources AS old WHERE old."claim_id" = NEW."claim_id" AND old."ordinal" = NEW."ordinal") BEGIN SELECT RAISE(ABORT, 'INSERT on claim_sources refused, there is a row of this key: the ledger is append-only: nothing in it is changed or removed; write a new row instead'); END;
PRAGMA application_id = 1935767923;
INSERT INTO ledger_versions ("version", "applied_at", "program") VALUES (5, '2023-11-01T12:00:00Z', '0.2.0');
INSERT INTO reports ("number", "id", "text", "language", "seen_at") VALUES (1, 'ad1242b0389abe984e2753487ed278bb4bc617597c2c047f1c6f8905473e52a1', '“The gas pipeline was attacked,” Iran’s foreign ministry said. Reportedly, talks go on at Château-d’Eau.', 'en', '2023-11-01T12:00:00Z');
INSERT INTO runs ("id", "started_at", "command", "reader_version", "model") VALUES (1, '2023-11-01T12:00:00Z', 'sayso read reuters', '0.1.0', 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa');
INSERT INTO appearances ("id", "report_id", "path", "external_id", "url", "title", "outlet", "authors", "published", "seen_at", "run_id") VALUES (1, 'ad1242b0389abe984e2753487ed278bb4bc617597c2c047f1c6f8905473e52a1', 'reuters/pipeline.txt', 'r-17', NULL, 'Pipeline', 'Reuters', '["Ann"]', '2023-08-21', '2023-11-01T12:00:00Z', 1);
INSERT INTO readings ("id", "report_id", "reader_version", "model", "published", "read_at", "run_id") VALUES (1, 'ad1242b0389abe984e2753487ed278bb4bc617597c2c047f1c6f8905473e52a1', '0.1.0', 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa', '2023-08-21', '2023-11-01T12:00:00Z', 1);
INSERT INTO run_ends ("run_id", "ended_at", "read", "unchanged", "rejected") VALUES (1, '2023-11-01T12:00:00Z', 1, 0, 1);
INSERT INTO attributions ("id", "reading_id", "ordinal", "source_text", "cue_text", "content_text", "speaker_text", "speaker_actor", "nested_in") VALUES (1, 1, 0, 'Iran’s foreign ministry', 'said', '“The gas pipeline was attacked,”', 'Iran’s foreign ministry', NULL, NULL);
INSERT INTO attributions ("id", "reading_id", "ordinal", "source_text", "cue_text", "content_text", "speaker_text", "speaker_actor", "nested_in") VALUES (2, 1, 1, NULL, 'Reportedly', 'talks go on at Château-d’Eau', NULL, NULL, NULL);
INSERT INTO events ("id", "reading_id", "ordinal", "type", "mode", "quad", "contexts", "trigger_start", "trigger_end", "trigger_text") VALUES (1, 1, 0, 'ASSAULT', NULL, 'material conflict', '[]', 22, 30, 'attacked');
INSERT INTO mentions ("reading_id", "ordinal", "start", "end", "text", "kind", "actor", "score", "rule", "antecedent_start", "antecedent_end", "doubt") VALUES (1, 0, 33, 37, 'Iran', 'state', 'IRN', 0.9, 'name', 0, 4, 'may be no state');
INSERT INTO parties ("id", "reading_id", "ordinal", "actor", "name", "kind", "countries", "sectors", "belongs_to", "within", "control", "about") VALUES (1, 1, 0, 'IRN', 'Iran', 'state', '["IR"]', '["GOV"]', NULL, '[]', NULL, NULL);
INSERT INTO parties ("id", "reading_id", "ordinal", "actor", "name", "kind", "countries", "sectors", "belongs_to", "within", "control", "about") VALUES (2, 1, 1, 'IRN/foreign-ministry', 'Foreign Ministry of Iran', 'government', '["IR"]', '["GOV"]', 'IRN/government', '["IRN/government", "IRN"]', NULL, NULL);
INSERT INTO rejects ("id", "path", "locator", "reason", "message", "seen_at", "after_appearance", "run_id", "key") VALUES (1, 'a.pdf', NULL, 'unknown-type', 'Save it as text.', '2023-11-01T12:00:00Z', NULL, 1, '4ded17591fe7bdd0d52b1ea189a69b7ef0b8bfa0653a4987a7773390c6374eba');
INSERT INTO sentences ("id", "reading_id", "ordinal", "start", "end", "text") VALUES (1, 1, 0, 0, 104, '“The gas pipeline was attacked,” Iran’s foreign ministry said. Reportedly, talks go on at Château-d’Eau.');
INSERT INTO attribution_spans ("attribution_id", "role", "ordinal", "start", "end") VALUES (1, 'content', 0, 0, 32);
INSERT INTO attribution_spans ("attribution_id", "role", "ordinal", "start", "end") VALUES (1, 'cue', 0, 57, 61);
INSERT INTO attribution_spans ("attribution_id", "role", "ordinal", "start", "end") VALUES (1, 'source', 0, 33, 56);
INSERT INTO attribution_spans ("attribution_id", "role", "ordinal", "start", "end") VALUES (2, 'content', 0, 75, 103);
INSERT INTO attribution_spans ("attribution_id", "role", "ordinal", "start", "end") VALUES (2, 'cue', 0, 63, 73);
INSERT INTO claims ("id", "reading_id", "ordinal", "event_id", "sentence_id", "claim", "stance", "opinion", "links", "cue_start", "cue_end", "cue_text", "confidence_event", "confidence_actors", "confidence_recipients", "confidence_stance", "confidence_sources") VALUES (1, 1, 0, 1, 1, 'v3', 'affirms', 0, 1, 57, 61, 'said', 0.5, NULL, NULL, NULL, NULL);
INSERT INTO event_parts ("id", "event_id", "role", "ordinal", "start", "end", "text", "actor", "name", "sector", "country", "kind", "item", "amount", "unit", "currency", "bound", "lat", "lon", "time_start", "time_end") VALUES (1, 1, 'recipient', 0, 1, 17, 'The gas pipeline', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
INSERT INTO claim_sources ("id", "claim_id", "ordinal", "start", "end", "text", "actor", "name", "kind", "country", "control") VALUES (1, 1, 0, 33, 56, 'Iran’s foreign ministry', 'IRN/foreign-ministry', 'Foreign Ministry of Iran', 'people', 'IR', NULL);
INSERT INTO whole_search ("whole", "party_id") VALUES ('IRN', 2);
INSERT INTO whole_search ("whole", "party_id") VALUES ('IRN/government', 2);
