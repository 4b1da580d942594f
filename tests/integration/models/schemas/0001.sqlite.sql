BEGIN TRANSACTION;
CREATE TABLE alembic_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);
INSERT INTO "alembic_version" VALUES('0001');
CREATE TABLE attempt (
	id INTEGER NOT NULL, 
	kind VARCHAR(20) NOT NULL, 
	network BLOB NOT NULL, 
	at DATETIME NOT NULL, 
	CONSTRAINT pk_attempt PRIMARY KEY (id)
);
INSERT INTO "attempt" VALUES(1,'kind-1',X'7C2AAEDE3B3877709986EC88D362A292794E0393F3321331265953670BC9143F','2026-11-23 20:15:30.123456');
INSERT INTO "attempt" VALUES(2,'kind-2',X'E48EED50CC65103C7189AB900C4A888E8EA9E5C23CAC77A6B984B710BC0417B5','2026-11-24 20:15:30.123456');
CREATE TABLE device (
	token BLOB NOT NULL, 
	learner_id INTEGER NOT NULL, 
	created_at DATETIME NOT NULL, 
	expires_at DATETIME NOT NULL, 
	CONSTRAINT pk_device PRIMARY KEY (token), 
	CONSTRAINT fk_device_learner_id_learner FOREIGN KEY(learner_id) REFERENCES learner (id) ON DELETE CASCADE
)
 WITHOUT ROWID

;
INSERT INTO "device" VALUES(X'78AD12B8FDCEBDA657F9EF9DCE0A21E358B36C31A843F02558B8309D4BD3BA50',1,'2026-11-23 20:15:30.123456','2096-11-22 20:15:30.123456');
INSERT INTO "device" VALUES(X'99F3E53B3902C51C0917537DF4830A4107354F1153379FA509FA45E0AF84537F',2,'2026-11-24 20:15:30.123456','2096-11-22 20:15:30.123456');
CREATE TABLE entry (
	run_id INTEGER NOT NULL, 
	seq INTEGER NOT NULL, 
	step VARCHAR(40) NOT NULL, 
	value TEXT NOT NULL, 
	at INTEGER NOT NULL, 
	CONSTRAINT pk_entry PRIMARY KEY (run_id, seq), 
	CONSTRAINT fk_entry_run_id_run FOREIGN KEY(run_id) REFERENCES run (id) ON DELETE CASCADE
)
 WITHOUT ROWID

;
INSERT INTO "entry" VALUES(1,1,'weg','"links"',499001);
INSERT INTO "entry" VALUES(2,1,'weg','"links"',499002);
CREATE TABLE learner (
	id INTEGER NOT NULL, 
	tag VARCHAR(26) NOT NULL, 
	reisecode BLOB, 
	"key" BLOB NOT NULL, 
	created_at DATETIME NOT NULL, 
	seen_at DATETIME NOT NULL, 
	CONSTRAINT pk_learner PRIMARY KEY (id), 
	CONSTRAINT uq_learner_tag UNIQUE (tag), 
	CONSTRAINT uq_learner_reisecode UNIQUE (reisecode)
);
INSERT INTO "learner" VALUES(1,'tag-1',X'93DE09538F60E3A901F355F3AE286C6B638B75B8B9E89576B8FCBCC6A7BA1058',X'6B36E53C55A18875F2D9A4A7F6FF6D63C052FC47067619A9F31F183FC8E545CF','2026-11-23 20:15:30.123456','2026-11-23 20:15:30.123456');
INSERT INTO "learner" VALUES(2,'tag-2',NULL,X'497D673EC779FD0C7896101B8B51C38C95482780B252E34479F5BD052C14B859','2026-11-24 20:15:30.123456','2026-11-24 20:15:30.123456');
CREATE TABLE media_file (
	sha256 VARCHAR(64) NOT NULL, 
	type VARCHAR(60) NOT NULL, 
	data BLOB NOT NULL, 
	CONSTRAINT pk_media_file PRIMARY KEY (sha256)
);
INSERT INTO "media_file" VALUES('sha256-1','type-1',X'3117D49168A5E03D65550283862DE71231484829490F0AFE0A61AF73ACF91366');
INSERT INTO "media_file" VALUES('sha256-2','type-2',X'A2AEA365CA8E41BEFC5454B214B48B23543A8549966ED3BCB66D298EC00DBCCB');
CREATE TABLE run (
	id INTEGER NOT NULL, 
	code VARCHAR(16) NOT NULL, 
	learner_id INTEGER NOT NULL, 
	version_id INTEGER NOT NULL, 
	role VARCHAR(40), 
	turn INTEGER NOT NULL, 
	at VARCHAR(40) NOT NULL, 
	started_at DATETIME NOT NULL, 
	updated_at DATETIME NOT NULL, 
	finished_at DATETIME, 
	CONSTRAINT pk_run PRIMARY KEY (id), 
	CONSTRAINT uq_run_code UNIQUE (code), 
	CONSTRAINT fk_run_learner_id_learner FOREIGN KEY(learner_id) REFERENCES learner (id) ON DELETE CASCADE, 
	CONSTRAINT fk_run_version_id_version FOREIGN KEY(version_id) REFERENCES version (id)
);
INSERT INTO "run" VALUES(1,'code-1',1,1,NULL,1,'gedanke','2026-11-23 20:15:30.123456','2026-11-23 20:15:30.123456',NULL);
INSERT INTO "run" VALUES(2,'code-2',2,2,NULL,1,'gedanke','2026-11-24 20:15:30.123456','2026-11-24 20:15:30.123456',NULL);
CREATE TABLE thought (
	run_id INTEGER NOT NULL, 
	step VARCHAR(40) NOT NULL, 
	field VARCHAR(20) NOT NULL, 
	revision INTEGER NOT NULL, 
	answered BOOLEAN NOT NULL, 
	text BLOB NOT NULL, 
	saved_at DATETIME NOT NULL, 
	CONSTRAINT pk_thought PRIMARY KEY (run_id, step, field), 
	CONSTRAINT fk_thought_run_id_run FOREIGN KEY(run_id) REFERENCES run (id) ON DELETE CASCADE
);
INSERT INTO "thought" VALUES(1,'step-1','field-1',1,1,X'04546621DE05F8FA305F4073ACFF57D5383E1035FDFE4649C52CEF79E55E02D5','2026-11-23 20:15:30.123456');
INSERT INTO "thought" VALUES(2,'step-2','field-2',2,0,X'915A60A178E7C5C47201C131B557EB904E6666291BB5154F324CE49E2DB12A98','2026-11-24 20:15:30.123456');
CREATE TABLE version (
	id INTEGER NOT NULL, 
	journey_id VARCHAR(40) NOT NULL, 
	number INTEGER NOT NULL, 
	hash VARCHAR(64) NOT NULL, 
	source TEXT NOT NULL, 
	compiled TEXT NOT NULL, 
	note TEXT NOT NULL, 
	created_at DATETIME NOT NULL, 
	CONSTRAINT pk_version PRIMARY KEY (id), 
	CONSTRAINT uq_version_journey_id_number UNIQUE (journey_id, number)
);
INSERT INTO "version" VALUES(1,'alte-reise',1,'hash-1','{"journey.yaml":"format: zukunftsreise/1\nid: alte-reise\ntitle: \"Eine Reise von früher\"\nlanguages: [de]\nstages:\n  - stage: strecke\n    title: \"Die Strecke\"\n    steps:\n      - decision: weg\n        title: \"Die Gabelung\"\n        question: \"Wohin gehen Sie?\"\n        choices:\n          - {id: links, label: \"Nach links\", feedback: \"Links ist es hell.\"}\n          - {id: rechts, label: \"Nach rechts\", feedback: \"Rechts ist es still.\"}\n      - reflection: gedanke\n        title: \"Ein Gedanke\"\n        prompt: \"Was nehmen Sie mit?\"\n        image: {file: bild.svg, alt: \"Ein Weg, der sich gabelt\"}\n      - {end: da, title: \"Angekommen\", text: \"Schön.\"}\n"}','{"id":"alte-reise","languages":["de"],"minutes":null,"topics":0,"roles":[],"slots":[],"terms":[],"stages":["strecke"],"files":{"bild.svg":"sha256-1"},"renamed":{},"removed":{},"counters":{},"sources":[],"steps":[{"kind":"decision","id":"weg","weight":206,"choices":[{"id":"links"},{"id":"rechts"}]},{"kind":"reflection","id":"gedanke","position":1,"weight":552,"media":{"kind":"image","file":"bild.svg"}},{"kind":"end","id":"da","position":2,"weight":4}],"lanes":{"":["weg","gedanke","da"]},"texts":{"de":{"front":{"title":["de",6,[],["","Eine Reise von früher, Fassung 1"]],"stages.strecke.title":["de",2,[],["","Die Strecke"]]},"steps":"eAGNUbtOwzAU/ZUrz1EkHl1YEBKoC2KgQ4aqg+sc7Ks4Thq7AgnxW/wAP4adkCY8Cgy2LOu87j3P4hE6DxwsxAWtRQmR0WlG6008Ir7FNYOWcgu7d1ps4nfP2O3hAzduIp3NSUVj2JGGgaMV43IiKtOwgs8tuyreSXjS+GR8J5WhHnaM/QCUW6mqSeB8DNGm6LfJg9gHgicDa/PvSh2UCf8IMuCO8v+Kct/bjFni6g5hNErpKvzawU1c5nLADQlGUts1dRt+mD+NX0hPDqYeOqCaw0cPI5trqZFLOxNYjAtMAsm2gM6oREeeYx069RWGDKX8mvlkTr5yGlVTR/cJjqeZ1QHdd7VS5u3VpYJe3gE7RsO4"}}}','note-1','2026-11-23 20:15:30.123456');
INSERT INTO "version" VALUES(2,'alte-reise',2,'hash-2','{"journey.yaml":"format: zukunftsreise/1\nid: alte-reise\ntitle: \"Eine Reise von früher\"\nlanguages: [de]\nstages:\n  - stage: strecke\n    title: \"Die Strecke\"\n    steps:\n      - decision: weg\n        title: \"Die Gabelung\"\n        question: \"Wohin gehen Sie?\"\n        choices:\n          - {id: links, label: \"Nach links\", feedback: \"Links ist es hell.\"}\n          - {id: rechts, label: \"Nach rechts\", feedback: \"Rechts ist es still.\"}\n      - reflection: gedanke\n        title: \"Ein Gedanke\"\n        prompt: \"Was nehmen Sie mit?\"\n        image: {file: bild.svg, alt: \"Ein Weg, der sich gabelt\"}\n      - {end: da, title: \"Angekommen\", text: \"Schön.\"}\n"}','{"id":"alte-reise","languages":["de"],"minutes":null,"topics":0,"roles":[],"slots":[],"terms":[],"stages":["strecke"],"files":{"bild.svg":"sha256-2"},"renamed":{},"removed":{},"counters":{},"sources":[],"steps":[{"kind":"decision","id":"weg","weight":206,"choices":[{"id":"links"},{"id":"rechts"}]},{"kind":"reflection","id":"gedanke","position":1,"weight":552,"media":{"kind":"image","file":"bild.svg"}},{"kind":"end","id":"da","position":2,"weight":4}],"lanes":{"":["weg","gedanke","da"]},"texts":{"de":{"front":{"title":["de",6,[],["","Eine Reise von früher, Fassung 2"]],"stages.strecke.title":["de",2,[],["","Die Strecke"]]},"steps":"eAGNUbtOwzAU/ZUrz1EkHl1YEBKoC2KgQ4aqg+sc7Ks4Thq7AgnxW/wAP4adkCY8Cgy2LOu87j3P4hE6DxwsxAWtRQmR0WlG6008Ir7FNYOWcgu7d1ps4nfP2O3hAzduIp3NSUVj2JGGgaMV43IiKtOwgs8tuyreSXjS+GR8J5WhHnaM/QCUW6mqSeB8DNGm6LfJg9gHgicDa/PvSh2UCf8IMuCO8v+Kct/bjFni6g5hNErpKvzawU1c5nLADQlGUts1dRt+mD+NX0hPDqYeOqCaw0cPI5trqZFLOxNYjAtMAsm2gM6oREeeYx069RWGDKX8mvlkTr5yGlVTR/cJjqeZ1QHdd7VS5u3VpYJe3gE7RsO4"}}}','note-2','2026-11-24 20:15:30.123456');
CREATE INDEX ix_device_learner_id ON device (learner_id);
CREATE INDEX ix_attempt_at ON attempt (at);
CREATE INDEX ix_attempt_kind_network ON attempt (kind, network);
CREATE INDEX ix_run_learner_id ON run (learner_id);
CREATE INDEX ix_run_version_id ON run (version_id);
CREATE TRIGGER entry_unchangeable BEFORE UPDATE ON entry BEGIN SELECT RAISE(ABORT, 'an entry is never changed'); END;
CREATE TRIGGER version_unchangeable BEFORE UPDATE ON version BEGIN SELECT RAISE(ABORT, 'a published version is never changed'); END;
CREATE TRIGGER media_file_unchangeable BEFORE UPDATE ON media_file BEGIN SELECT RAISE(ABORT, 'a published file is never changed'); END;
CREATE TRIGGER version_stays BEFORE DELETE ON version BEGIN SELECT RAISE(ABORT, 'a published version is never deleted'); END;
CREATE TRIGGER entry_goes_with_its_run BEFORE DELETE ON entry WHEN EXISTS (SELECT 1 FROM run WHERE id = OLD.run_id) BEGIN SELECT RAISE(ABORT, 'an entry goes only with its run'); END;
COMMIT;
