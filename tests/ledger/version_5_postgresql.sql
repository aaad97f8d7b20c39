-- A ledger as sayso made it after 0.2.0 (schema version 5), with one reading and one reject. Never edited: it is
-- what the step to version 6 is tried on.
CREATE TABLE ledger_versions (
	version INTEGER NOT NULL,
	applied_at TEXT COLLATE "C" NOT NULL,
	program TEXT NOT NULL,
	PRIMARY KEY (version)
);
CREATE TABLE runs (
	id BIGSERIAL NOT NULL,
	started_at TEXT COLLATE "C" NOT NULL,
	command TEXT NOT NULL,
	reader_version TEXT NOT NULL,
	model TEXT COLLATE "C" NOT NULL,
	PRIMARY KEY (id),
	CHECK (id > 0)
);
CREATE TABLE reports (
	number BIGSERIAL NOT NULL,
	id TEXT COLLATE "C" NOT NULL,
	text TEXT NOT NULL,
	language TEXT,
	seen_at TEXT COLLATE "C" NOT NULL,
	PRIMARY KEY (number),
	CHECK (number > 0),
	UNIQUE (id)
);
CREATE TABLE list_versions (
	id BIGSERIAL NOT NULL,
	list TEXT COLLATE "C" NOT NULL,
	label TEXT COLLATE "C" NOT NULL,
	title TEXT NOT NULL,
	format TEXT NOT NULL,
	published TEXT COLLATE "C",
	dated TEXT COLLATE "C" NOT NULL,
	digest TEXT COLLATE "C" NOT NULL,
	sources TEXT NOT NULL,
	added_at TEXT COLLATE "C" NOT NULL,
	entry_count INTEGER NOT NULL,
	name_count INTEGER NOT NULL,
	reject_count INTEGER NOT NULL,
	PRIMARY KEY (id),
	CHECK (id > 0),
	UNIQUE (label)
);
CREATE INDEX list_versions_newest ON list_versions (list, dated, id);
CREATE TABLE list_entries (
	id BIGSERIAL NOT NULL,
	digest TEXT COLLATE "C" NOT NULL,
	list TEXT COLLATE "C" NOT NULL,
	number TEXT COLLATE "C" NOT NULL,
	kind TEXT COLLATE "C" NOT NULL,
	name TEXT NOT NULL,
	data TEXT NOT NULL,
	PRIMARY KEY (id),
	CHECK (id > 0),
	UNIQUE (digest)
);
CREATE INDEX list_entries_number_digest ON list_entries (list, md5(number));
CREATE TABLE list_uses (
	id BIGSERIAL NOT NULL,
	list TEXT COLLATE "C" NOT NULL,
	used BOOLEAN NOT NULL,
	at TEXT COLLATE "C" NOT NULL,
	PRIMARY KEY (id),
	CHECK (id > 0)
);
CREATE INDEX list_uses_newest ON list_uses (list, id);
CREATE TABLE screenings (
	id BIGSERIAL NOT NULL,
	at TEXT COLLATE "C" NOT NULL,
	algorithm TEXT COLLATE "C" NOT NULL,
	threshold DOUBLE PRECISION NOT NULL,
	versions TEXT NOT NULL,
	settings TEXT NOT NULL,
	fingerprint TEXT COLLATE "C" NOT NULL,
	PRIMARY KEY (id),
	CHECK (id > 0),
	UNIQUE (fingerprint)
);
CREATE TABLE matter_decisions (
	id BIGSERIAL NOT NULL,
	at TEXT COLLATE "C" NOT NULL,
	who TEXT NOT NULL,
	kind TEXT COLLATE "C" NOT NULL,
	events TEXT NOT NULL,
	anchor TEXT COLLATE "C",
	note TEXT NOT NULL,
	undoes BIGINT,
	PRIMARY KEY (id),
	CHECK (id > 0),
	CHECK (kind IN ('join', 'split', 'undo')),
	CHECK ((kind = 'undo') = (undoes IS NOT NULL)),
	FOREIGN KEY(undoes) REFERENCES matter_decisions (id)
);
CREATE TABLE watches (
	id BIGSERIAL NOT NULL,
	at TEXT COLLATE "C" NOT NULL,
	label TEXT NOT NULL,
	actor TEXT,
	recipient TEXT,
	party TEXT,
	other TEXT,
	type TEXT COLLATE "C",
	PRIMARY KEY (id),
	CHECK (id > 0)
);
CREATE TABLE run_ends (
	run_id BIGINT NOT NULL,
	ended_at TEXT COLLATE "C" NOT NULL,
	read INTEGER NOT NULL,
	unchanged INTEGER NOT NULL,
	rejected INTEGER NOT NULL,
	PRIMARY KEY (run_id),
	FOREIGN KEY(run_id) REFERENCES runs (id)
);
CREATE TABLE appearances (
	id BIGSERIAL NOT NULL,
	report_id TEXT COLLATE "C" NOT NULL,
	path TEXT,
	external_id TEXT,
	url TEXT,
	title TEXT,
	outlet TEXT,
	authors TEXT NOT NULL,
	published TEXT COLLATE "C",
	seen_at TEXT COLLATE "C" NOT NULL,
	run_id BIGINT,
	PRIMARY KEY (id),
	CHECK (id > 0),
	FOREIGN KEY(report_id) REFERENCES reports (id),
	FOREIGN KEY(run_id) REFERENCES runs (id)
);
CREATE INDEX ix_appearances_report_id ON appearances (report_id);
CREATE INDEX appearances_path_digest ON appearances (md5(path), id);
CREATE TABLE readings (
	id BIGSERIAL NOT NULL,
	report_id TEXT COLLATE "C" NOT NULL,
	reader_version TEXT NOT NULL,
	model TEXT COLLATE "C" NOT NULL,
	published TEXT COLLATE "C",
	read_at TEXT COLLATE "C" NOT NULL,
	run_id BIGINT,
	PRIMARY KEY (id),
	CHECK (id > 0),
	FOREIGN KEY(report_id) REFERENCES reports (id),
	FOREIGN KEY(run_id) REFERENCES runs (id)
);
CREATE UNIQUE INDEX readings_once ON readings (report_id, reader_version, model, coalesce(published, ''));
CREATE TABLE list_members (
	version_id BIGINT NOT NULL,
	entry_id BIGINT NOT NULL,
	PRIMARY KEY (version_id, entry_id),
	FOREIGN KEY(version_id) REFERENCES list_versions (id),
	FOREIGN KEY(entry_id) REFERENCES list_entries (id)
);
CREATE TABLE list_rejects (
	version_id BIGINT NOT NULL,
	ordinal INTEGER NOT NULL,
	locator TEXT NOT NULL,
	reason TEXT NOT NULL,
	message TEXT NOT NULL,
	PRIMARY KEY (version_id, ordinal),
	FOREIGN KEY(version_id) REFERENCES list_versions (id)
);
CREATE TABLE screening_uses (
	id BIGSERIAL NOT NULL,
	screening_id BIGINT NOT NULL,
	at TEXT COLLATE "C" NOT NULL,
	PRIMARY KEY (id),
	CHECK (id > 0),
	FOREIGN KEY(screening_id) REFERENCES screenings (id)
);
CREATE TABLE screened_parties (
	id BIGSERIAL NOT NULL,
	screening_id BIGINT NOT NULL,
	actor TEXT NOT NULL,
	queried TEXT NOT NULL,
	digest TEXT COLLATE "C" NOT NULL,
	PRIMARY KEY (id),
	UNIQUE (screening_id, digest),
	CHECK (id > 0),
	FOREIGN KEY(screening_id) REFERENCES screenings (id)
);
CREATE INDEX screened_parties_actor_digest ON screened_parties (md5(actor), screening_id);
CREATE TABLE weighings (
	id BIGSERIAL NOT NULL,
	run_id BIGINT,
	at TEXT COLLATE "C" NOT NULL,
	algorithm TEXT COLLATE "C" NOT NULL,
	reports INTEGER NOT NULL,
	decisions BIGINT,
	PRIMARY KEY (id),
	CHECK (id > 0),
	FOREIGN KEY(run_id) REFERENCES runs (id),
	FOREIGN KEY(decisions) REFERENCES matter_decisions (id)
);
CREATE TABLE watch_ends (
	watch_id BIGINT NOT NULL,
	at TEXT COLLATE "C" NOT NULL,
	PRIMARY KEY (watch_id),
	FOREIGN KEY(watch_id) REFERENCES watches (id)
);
CREATE TABLE mentions (
	reading_id BIGINT NOT NULL,
	ordinal INTEGER NOT NULL,
	start INTEGER NOT NULL,
	"end" INTEGER NOT NULL,
	text TEXT NOT NULL,
	kind TEXT NOT NULL,
	actor TEXT,
	score DOUBLE PRECISION CHECK (score BETWEEN 0 AND 1),
	rule TEXT,
	antecedent_start INTEGER,
	antecedent_end INTEGER CHECK (antecedent_start < antecedent_end),
	doubt TEXT,
	PRIMARY KEY (reading_id, ordinal),
	CHECK (start >= 0 AND start < "end"),
	FOREIGN KEY(reading_id) REFERENCES readings (id)
);
CREATE TABLE parties (
	id BIGSERIAL NOT NULL,
	reading_id BIGINT NOT NULL,
	ordinal INTEGER NOT NULL,
	actor TEXT NOT NULL,
	name TEXT NOT NULL,
	kind TEXT COLLATE "C" NOT NULL,
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
CREATE INDEX parties_name_digest ON parties (md5(name));
CREATE INDEX parties_actor_digest ON parties (md5(actor));
CREATE TABLE attributions (
	id BIGSERIAL NOT NULL,
	reading_id BIGINT NOT NULL,
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
CREATE INDEX attributions_actor_digest ON attributions (md5(speaker_actor));
CREATE TABLE sentences (
	id BIGSERIAL NOT NULL,
	reading_id BIGINT NOT NULL,
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
	id BIGSERIAL NOT NULL,
	reading_id BIGINT NOT NULL,
	ordinal INTEGER NOT NULL,
	type TEXT COLLATE "C" NOT NULL,
	mode TEXT COLLATE "C",
	quad TEXT COLLATE "C",
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
	id BIGSERIAL NOT NULL,
	path TEXT,
	locator TEXT,
	reason TEXT NOT NULL,
	message TEXT NOT NULL,
	seen_at TEXT COLLATE "C" NOT NULL,
	after_appearance BIGINT,
	run_id BIGINT,
	key TEXT COLLATE "C" NOT NULL,
	PRIMARY KEY (id),
	CHECK (id > 0),
	FOREIGN KEY(after_appearance) REFERENCES appearances (id),
	FOREIGN KEY(run_id) REFERENCES runs (id),
	UNIQUE (key)
);
CREATE TABLE party_links (
	id BIGSERIAL NOT NULL,
	screened_id BIGINT NOT NULL,
	ordinal INTEGER NOT NULL,
	entry_id BIGINT NOT NULL,
	version_id BIGINT NOT NULL,
	score DOUBLE PRECISION NOT NULL CHECK (score BETWEEN 0 AND 1),
	match BOOLEAN NOT NULL,
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
	reading_id BIGINT NOT NULL,
	weighing_id BIGINT NOT NULL,
	PRIMARY KEY (reading_id),
	FOREIGN KEY(reading_id) REFERENCES readings (id),
	FOREIGN KEY(weighing_id) REFERENCES weighings (id)
);
CREATE TABLE story_members (
	id BIGSERIAL NOT NULL,
	weighing_id BIGINT NOT NULL,
	report_id TEXT COLLATE "C" NOT NULL,
	story TEXT COLLATE "C" NOT NULL,
	score DOUBLE PRECISION NOT NULL CHECK (score BETWEEN 0 AND 1),
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
	id BIGSERIAL NOT NULL,
	weighing_id BIGINT NOT NULL,
	matter TEXT COLLATE "C" NOT NULL,
	type TEXT COLLATE "C" NOT NULL,
	title TEXT NOT NULL,
	actors TEXT NOT NULL,
	recipients TEXT NOT NULL,
	standing TEXT NOT NULL,
	first TEXT COLLATE "C",
	last TEXT COLLATE "C",
	event_first TEXT COLLATE "C",
	event_last TEXT COLLATE "C",
	contested BOOLEAN NOT NULL,
	origins INTEGER NOT NULL,
	reports INTEGER NOT NULL,
	retired BOOLEAN NOT NULL,
	"into" TEXT COLLATE "C",
	PRIMARY KEY (id),
	CHECK (id > 0),
	FOREIGN KEY(weighing_id) REFERENCES weighings (id)
);
CREATE INDEX ix_matter_states_weighing_id ON matter_states (weighing_id);
CREATE INDEX matter_states_newest ON matter_states (matter, id);
CREATE TABLE attribution_spans (
	attribution_id BIGINT NOT NULL,
	role TEXT NOT NULL,
	ordinal INTEGER NOT NULL,
	start INTEGER NOT NULL,
	"end" INTEGER NOT NULL,
	PRIMARY KEY (attribution_id, role, ordinal),
	CHECK (role IN ('source', 'cue', 'content')),
	CHECK (start >= 0 AND start < "end"),
	FOREIGN KEY(attribution_id) REFERENCES attributions (id)
);
CREATE TABLE event_parts (
	id BIGSERIAL NOT NULL,
	event_id BIGINT NOT NULL,
	role TEXT COLLATE "C" NOT NULL,
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
	amount DOUBLE PRECISION,
	unit TEXT,
	currency TEXT,
	bound TEXT,
	lat DOUBLE PRECISION,
	lon DOUBLE PRECISION,
	time_start TEXT COLLATE "C",
	time_end TEXT COLLATE "C",
	PRIMARY KEY (id),
	UNIQUE (event_id, role, ordinal),
	CHECK (id > 0),
	CHECK (role IN ('actor', 'recipient', 'object', 'place', 'time')),
	CHECK (start >= 0 AND start < "end"),
	FOREIGN KEY(event_id) REFERENCES events (id)
);
CREATE INDEX event_parts_actor_digest ON event_parts (md5(actor));
CREATE TABLE claims (
	id BIGSERIAL NOT NULL,
	reading_id BIGINT NOT NULL,
	ordinal INTEGER NOT NULL,
	event_id BIGINT NOT NULL,
	sentence_id BIGINT NOT NULL,
	claim TEXT COLLATE "C" NOT NULL,
	stance TEXT COLLATE "C" NOT NULL,
	opinion BOOLEAN NOT NULL,
	links INTEGER NOT NULL,
	cue_start INTEGER,
	cue_end INTEGER,
	cue_text TEXT,
	confidence_event DOUBLE PRECISION,
	confidence_actors DOUBLE PRECISION,
	confidence_recipients DOUBLE PRECISION,
	confidence_stance DOUBLE PRECISION,
	confidence_sources DOUBLE PRECISION,
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
	id BIGSERIAL NOT NULL,
	weighing_id BIGINT NOT NULL,
	event_id BIGINT NOT NULL,
	event_key TEXT COLLATE "C" NOT NULL,
	matter TEXT COLLATE "C" NOT NULL,
	score DOUBLE PRECISION NOT NULL CHECK (score BETWEEN 0 AND 1),
	why TEXT NOT NULL,
	"like" TEXT COLLATE "C",
	PRIMARY KEY (id),
	CHECK (id > 0),
	FOREIGN KEY(weighing_id) REFERENCES weighings (id),
	FOREIGN KEY(event_id) REFERENCES events (id)
);
CREATE INDEX ix_matter_members_matter ON matter_members (matter);
CREATE INDEX ix_matter_members_event_key ON matter_members (event_key);
CREATE INDEX matter_members_newest ON matter_members (event_id, id);
CREATE TABLE claim_sources (
	id BIGSERIAL NOT NULL,
	claim_id BIGINT NOT NULL,
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
CREATE INDEX claim_sources_actor_digest ON claim_sources (md5(actor));
CREATE VIEW current_readings AS
SELECT * FROM readings AS this
WHERE NOT EXISTS (
  SELECT 1 FROM readings AS newer WHERE newer.report_id = this.report_id AND newer.id > this.id
);
CREATE TABLE statement_search (id bigint PRIMARY KEY REFERENCES attributions (id), source_text tsvector NOT NULL, content_text tsvector NOT NULL);
CREATE INDEX statement_search_content ON statement_search USING gin (content_text);
CREATE INDEX statement_search_source ON statement_search USING gin (source_text);
CREATE TABLE report_search (number bigint PRIMARY KEY REFERENCES reports (number), text tsvector NOT NULL);
CREATE INDEX report_search_text ON report_search USING gin (text);
CREATE TABLE sentence_search (id bigint PRIMARY KEY REFERENCES sentences (id), words tsvector NOT NULL);
CREATE INDEX sentence_search_words ON sentence_search USING gin (words);
CREATE TABLE party_search (id bigint PRIMARY KEY REFERENCES event_parts (id), words tsvector NOT NULL);
CREATE INDEX party_search_words ON party_search USING gin (words);
CREATE TABLE source_search (id bigint PRIMARY KEY REFERENCES claim_sources (id), words tsvector NOT NULL);
CREATE INDEX source_search_words ON source_search USING gin (words);
CREATE TABLE whole_search (whole text NOT NULL, party_id bigint NOT NULL REFERENCES parties (id));
CREATE INDEX whole_search_digest ON whole_search (md5(whole), party_id);
CREATE TABLE screening_indexes (version_id bigint NOT NULL REFERENCES list_versions (id), algorithm text NOT NULL, data bytea NOT NULL, PRIMARY KEY (version_id, algorithm));
CREATE TABLE report_sketches (
	hash BIGINT NOT NULL,
	report BIGINT NOT NULL,
	PRIMARY KEY (hash, report),
	FOREIGN KEY(report) REFERENCES reports (number)
);
CREATE TABLE sketched_reports (
	report BIGINT NOT NULL,
	sketch BYTEA NOT NULL,
	PRIMARY KEY (report),
	FOREIGN KEY(report) REFERENCES reports (number)
);
CREATE TABLE copy_pairs (
	one TEXT COLLATE "C" NOT NULL,
	other TEXT COLLATE "C" NOT NULL,
	score DOUBLE PRECISION NOT NULL,
	share_one DOUBLE PRECISION NOT NULL,
	share_other DOUBLE PRECISION NOT NULL,
	words INTEGER NOT NULL,
	why TEXT NOT NULL,
	PRIMARY KEY (one, other),
	FOREIGN KEY(one) REFERENCES reports (id),
	FOREIGN KEY(other) REFERENCES reports (id)
);
CREATE INDEX ix_copy_pairs_other ON copy_pairs (other);
CREATE TABLE thread_readings (
	reading_id BIGINT NOT NULL,
	PRIMARY KEY (reading_id),
	FOREIGN KEY(reading_id) REFERENCES readings (id)
);
CREATE TABLE threads (
	id BIGSERIAL NOT NULL,
	key TEXT COLLATE "C" NOT NULL,
	reading_id BIGINT NOT NULL,
	published TEXT COLLATE "C",
	start TEXT COLLATE "C",
	"end" TEXT COLLATE "C",
	root TEXT COLLATE "C" NOT NULL,
	placed TEXT COLLATE "C" NOT NULL,
	score DOUBLE PRECISION NOT NULL,
	why TEXT NOT NULL,
	"like" TEXT COLLATE "C",
	packed BYTEA NOT NULL,
	events TEXT NOT NULL,
	data TEXT NOT NULL,
	voices TEXT NOT NULL,
	PRIMARY KEY (id),
	UNIQUE (key),
	FOREIGN KEY(reading_id) REFERENCES readings (id)
);
CREATE INDEX ix_threads_placed ON threads (placed);
CREATE INDEX ix_threads_reading_id ON threads (reading_id);
CREATE INDEX ix_threads_like ON threads ("like");
CREATE TABLE thread_keys (
	hash BIGINT NOT NULL,
	thread BIGINT NOT NULL,
	start INTEGER NOT NULL,
	"end" INTEGER NOT NULL,
	PRIMARY KEY (hash, thread),
	FOREIGN KEY(thread) REFERENCES threads (id)
);
CREATE INDEX ix_thread_keys_thread ON thread_keys (thread);
CREATE OR REPLACE FUNCTION sayso_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION USING MESSAGE = TG_OP || ' on ' || TG_TABLE_NAME || ' refused: the ledger is append-only: nothing in it is changed or removed; write a new row instead';
END $$;
CREATE TRIGGER ledger_versions_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger_versions FOR EACH STATEMENT EXECUTE FUNCTION sayso_refuse();
ALTER TABLE ledger_versions ENABLE ALWAYS TRIGGER ledger_versions_append_only;
CREATE TRIGGER list_entries_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON list_entries FOR EACH STATEMENT EXECUTE FUNCTION sayso_refuse();
ALTER TABLE list_entries ENABLE ALWAYS TRIGGER list_entries_append_only;
CREATE TRIGGER list_uses_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON list_uses FOR EACH STATEMENT EXECUTE FUNCTION sayso_refuse();
ALTER TABLE list_uses ENABLE ALWAYS TRIGGER list_uses_append_only;
CREATE TRIGGER list_versions_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON list_versions FOR EACH STATEMENT EXECUTE FUNCTION sayso_refuse();
ALTER TABLE list_versions ENABLE ALWAYS TRIGGER list_versions_append_only;
CREATE TRIGGER matter_decisions_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON matter_decisions FOR EACH STATEMENT EXECUTE FUNCTION sayso_refuse();
ALTER TABLE matter_decisions ENABLE ALWAYS TRIGGER matter_decisions_append_only;
CREATE TRIGGER reports_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON reports FOR EACH STATEMENT EXECUTE FUNCTION sayso_refuse();
ALTER TABLE reports ENABLE ALWAYS TRIGGER reports_append_only;
CREATE TRIGGER runs_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON runs FOR EACH STATEMENT EXECUTE FUNCTION sayso_refuse();
ALTER TABLE runs ENABLE ALWAYS TRIGGER runs_append_only;
CREATE TRIGGER screenings_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON screenings FOR EACH STATEMENT EXECUTE FUNCTION sayso_refuse();
ALTER TABLE screenings ENABLE ALWAYS TRIGGER screenings_append_only;
CREATE TRIGGER watches_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON watches FOR EACH STATEMENT EXECUTE FUNCTION sayso_refuse();
ALTER TABLE watches ENABLE ALWAYS TRIGGER watches_append_only;
CREATE TRIGGER appearances_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON appearances FOR EACH STATEMENT EXECUTE FUNCTION sayso_refuse();
ALTER TABLE appearances ENABLE ALWAYS TRIGGER appearances_append_only;
CREATE TRIGGER list_members_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON list_members FOR EACH STATEMENT EXECUTE FUNCTION sayso_refuse();
ALTER TABLE list_members ENABLE ALWAYS TRIGGER list_members_append_only;
CREATE TRIGGER list_rejects_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON list_rejects FOR EACH STATEMENT EXECUTE FUNCTION sayso_refuse();
ALTER TABLE list_rejects ENABLE ALWAYS TRIGGER list_rejects_append_only;
CREATE TRIGGER readings_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON readings FOR EACH STATEMENT EXECUTE FUNCTION sayso_refuse();
ALTER TABLE readings ENABLE ALWAYS TRIGGER readings_append_only;
CREATE TRIGGER run_ends_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON run_ends FOR EACH STATEMENT EXECUTE FUNCTION sayso_refuse();
ALTER TABLE run_ends ENABLE ALWAYS TRIGGER run_ends_append_only;
CREATE TRIGGER screened_parties_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON screened_parties FOR EACH STATEMENT EXECUTE FUNCTION sayso_refuse();
ALTER TABLE screened_parties ENABLE ALWAYS TRIGGER screened_parties_append_only;
CREATE TRIGGER screening_uses_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON screening_uses FOR EACH STATEMENT EXECUTE FUNCTION sayso_refuse();
ALTER TABLE screening_uses ENABLE ALWAYS TRIGGER screening_uses_append_only;
CREATE TRIGGER watch_ends_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON watch_ends FOR EACH STATEMENT EXECUTE FUNCTION sayso_refuse();
ALTER TABLE watch_ends ENABLE ALWAYS TRIGGER watch_ends_append_only;
CREATE TRIGGER weighings_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON weighings FOR EACH STATEMENT EXECUTE FUNCTION sayso_refuse();
ALTER TABLE weighings ENABLE ALWAYS TRIGGER weighings_append_only;
CREATE TRIGGER attributions_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON attributions FOR EACH STATEMENT EXECUTE FUNCTION sayso_refuse();
ALTER TABLE attributions ENABLE ALWAYS TRIGGER attributions_append_only;
CREATE TRIGGER events_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON events FOR EACH STATEMENT EXECUTE FUNCTION sayso_refuse();
ALTER TABLE events ENABLE ALWAYS TRIGGER events_append_only;
CREATE TRIGGER matter_states_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON matter_states FOR EACH STATEMENT EXECUTE FUNCTION sayso_refuse();
ALTER TABLE matter_states ENABLE ALWAYS TRIGGER matter_states_append_only;
CREATE TRIGGER mentions_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON mentions FOR EACH STATEMENT EXECUTE FUNCTION sayso_refuse();
ALTER TABLE mentions ENABLE ALWAYS TRIGGER mentions_append_only;
CREATE TRIGGER parties_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON parties FOR EACH STATEMENT EXECUTE FUNCTION sayso_refuse();
ALTER TABLE parties ENABLE ALWAYS TRIGGER parties_append_only;
CREATE TRIGGER party_links_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON party_links FOR EACH STATEMENT EXECUTE FUNCTION sayso_refuse();
ALTER TABLE party_links ENABLE ALWAYS TRIGGER party_links_append_only;
CREATE TRIGGER rejects_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON rejects FOR EACH STATEMENT EXECUTE FUNCTION sayso_refuse();
ALTER TABLE rejects ENABLE ALWAYS TRIGGER rejects_append_only;
CREATE TRIGGER sentences_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON sentences FOR EACH STATEMENT EXECUTE FUNCTION sayso_refuse();
ALTER TABLE sentences ENABLE ALWAYS TRIGGER sentences_append_only;
CREATE TRIGGER story_members_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON story_members FOR EACH STATEMENT EXECUTE FUNCTION sayso_refuse();
ALTER TABLE story_members ENABLE ALWAYS TRIGGER story_members_append_only;
CREATE TRIGGER weighed_readings_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON weighed_readings FOR EACH STATEMENT EXECUTE FUNCTION sayso_refuse();
ALTER TABLE weighed_readings ENABLE ALWAYS TRIGGER weighed_readings_append_only;
CREATE TRIGGER attribution_spans_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON attribution_spans FOR EACH STATEMENT EXECUTE FUNCTION sayso_refuse();
ALTER TABLE attribution_spans ENABLE ALWAYS TRIGGER attribution_spans_append_only;
CREATE TRIGGER claims_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON claims FOR EACH STATEMENT EXECUTE FUNCTION sayso_refuse();
ALTER TABLE claims ENABLE ALWAYS TRIGGER claims_append_only;
CREATE TRIGGER event_parts_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON event_parts FOR EACH STATEMENT EXECUTE FUNCTION sayso_refuse();
ALTER TABLE event_parts ENABLE ALWAYS TRIGGER event_parts_append_only;
CREATE TRIGGER matter_members_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON matter_members FOR EACH STATEMENT EXECUTE FUNCTION sayso_refuse();
ALTER TABLE matter_members ENABLE ALWAYS TRIGGER matter_members_append_only;
CREATE TRIGGER claim_sources_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON claim_sources FOR EACH STATEMENT EXECUTE FUNCTION sayso_refuse();
ALTER TABLE claim_sources ENABLE ALWAYS TRIGGER claim_sources_append_only;
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
INSERT INTO claims ("id", "reading_id", "ordinal", "event_id", "sentence_id", "claim", "stance", "opinion", "links", "cue_start", "cue_end", "cue_text", "confidence_event", "confidence_actors", "confidence_recipients", "confidence_stance", "confidence_sources") VALUES (1, 1, 0, 1, 1, 'v3', 'affirms', false, 1, 57, 61, 'said', 0.5, NULL, NULL, NULL, NULL);
INSERT INTO event_parts ("id", "event_id", "role", "ordinal", "start", "end", "text", "actor", "name", "sector", "country", "kind", "item", "amount", "unit", "currency", "bound", "lat", "lon", "time_start", "time_end") VALUES (1, 1, 'recipient', 0, 1, 17, 'The gas pipeline', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
INSERT INTO claim_sources ("id", "claim_id", "ordinal", "start", "end", "text", "actor", "name", "kind", "country", "control") VALUES (1, 1, 0, 33, 56, 'Iran’s foreign ministry', 'IRN/foreign-ministry', 'Foreign Ministry of Iran', 'people', 'IR', NULL);
INSERT INTO statement_search ("id", "source_text", "content_text") VALUES (1, '''foreign'':3 ''iran'':1 ''ministry'':4 ''s'':2', '''attacked'':5 ''gas'':2 ''pipeline'':3 ''the'':1 ''was'':4');
INSERT INTO statement_search ("id", "source_text", "content_text") VALUES (2, '', '''at'':4 ''chateau'':5 ''d'':6 ''eau'':7 ''go'':2 ''on'':3 ''talks'':1');
INSERT INTO report_search ("number", "text") VALUES (1, '''at'':15 ''attacked'':5 ''chateau'':16 ''d'':17 ''eau'':18 ''foreign'':8 ''gas'':2 ''go'':13 ''iran'':6 ''ministry'':9 ''on'':14 ''pipeline'':3 ''reportedly'':11 ''s'':7 ''said'':10 ''talks'':12 ''the'':1 ''was'':4');
INSERT INTO sentence_search ("id", "words") VALUES (1, '''at'':15 ''attacked'':5 ''chateau'':16 ''d'':17 ''eau'':18 ''foreign'':8 ''gas'':2 ''go'':13 ''iran'':6 ''ministry'':9 ''on'':14 ''pipeline'':3 ''reportedly'':11 ''s'':7 ''said'':10 ''talks'':12 ''the'':1 ''was'':4');
INSERT INTO party_search ("id", "words") VALUES (1, '''gas'':2 ''pipeline'':3 ''the'':1');
INSERT INTO source_search ("id", "words") VALUES (1, '''foreign'':3,6 ''iran'':1,9 ''ministry'':4,7 ''of'':8 ''s'':2');
INSERT INTO whole_search ("whole", "party_id") VALUES ('IRN', 2);
INSERT INTO whole_search ("whole", "party_id") VALUES ('IRN/government', 2);
SELECT setval(pg_get_serial_sequence('reports', 'number'), greatest(max(number), 1)) FROM reports;
SELECT setval(pg_get_serial_sequence('runs', 'id'), greatest(max(id), 1)) FROM runs;
SELECT setval(pg_get_serial_sequence('appearances', 'id'), greatest(max(id), 1)) FROM appearances;
SELECT setval(pg_get_serial_sequence('readings', 'id'), greatest(max(id), 1)) FROM readings;
SELECT setval(pg_get_serial_sequence('attributions', 'id'), greatest(max(id), 1)) FROM attributions;
SELECT setval(pg_get_serial_sequence('events', 'id'), greatest(max(id), 1)) FROM events;
SELECT setval(pg_get_serial_sequence('parties', 'id'), greatest(max(id), 1)) FROM parties;
SELECT setval(pg_get_serial_sequence('rejects', 'id'), greatest(max(id), 1)) FROM rejects;
SELECT setval(pg_get_serial_sequence('sentences', 'id'), greatest(max(id), 1)) FROM sentences;
SELECT setval(pg_get_serial_sequence('claims', 'id'), greatest(max(id), 1)) FROM claims;
SELECT setval(pg_get_serial_sequence('event_parts', 'id'), greatest(max(id), 1)) FROM event_parts;
SELECT setval(pg_get_serial_sequence('claim_sources', 'id'), greatest(max(id), 1)) FROM claim_sources;
