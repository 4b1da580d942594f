CREATE FUNCTION public.entry_goes_with_its_run() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ BEGIN IF EXISTS (SELECT 1 FROM run WHERE id = OLD.run_id) THEN RAISE EXCEPTION 'an entry goes only with its run'; END IF; RETURN OLD; END $$;
CREATE FUNCTION public.refuse() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ BEGIN RAISE EXCEPTION '%', TG_ARGV[0]; END $$;
CREATE TABLE public.alembic_version (
    version_num character varying(32) NOT NULL
);
CREATE TABLE public.attempt (
    id integer NOT NULL,
    kind character varying(20) NOT NULL,
    network bytea NOT NULL,
    at timestamp with time zone NOT NULL
);
CREATE SEQUENCE public.attempt_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.attempt_id_seq OWNED BY public.attempt.id;
CREATE TABLE public.device (
    token bytea NOT NULL,
    learner_id integer NOT NULL,
    created_at timestamp with time zone NOT NULL,
    expires_at timestamp with time zone NOT NULL
);
CREATE TABLE public.entry (
    run_id integer NOT NULL,
    seq integer NOT NULL,
    step character varying(40) NOT NULL,
    value text NOT NULL,
    at integer NOT NULL
);
CREATE TABLE public.learner (
    id integer NOT NULL,
    tag character varying(26) NOT NULL,
    reisecode bytea,
    key bytea NOT NULL,
    created_at timestamp with time zone NOT NULL,
    seen_at timestamp with time zone NOT NULL
);
CREATE SEQUENCE public.learner_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.learner_id_seq OWNED BY public.learner.id;
CREATE TABLE public.media_file (
    sha256 character varying(64) NOT NULL,
    type character varying(60) NOT NULL,
    data bytea NOT NULL
);
CREATE TABLE public.run (
    id integer NOT NULL,
    code character varying(16) NOT NULL,
    learner_id integer NOT NULL,
    version_id integer NOT NULL,
    role character varying(40),
    turn integer NOT NULL,
    at character varying(40) NOT NULL,
    started_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    finished_at timestamp with time zone
)
WITH (fillfactor='70');
CREATE SEQUENCE public.run_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.run_id_seq OWNED BY public.run.id;
CREATE TABLE public.thought (
    run_id integer NOT NULL,
    step character varying(40) NOT NULL,
    field character varying(20) NOT NULL,
    revision integer NOT NULL,
    answered boolean NOT NULL,
    text bytea NOT NULL,
    saved_at timestamp with time zone NOT NULL
);
CREATE TABLE public.version (
    id integer NOT NULL,
    journey_id character varying(40) NOT NULL,
    number integer NOT NULL,
    hash character varying(64) NOT NULL,
    source text NOT NULL,
    compiled text NOT NULL,
    note text NOT NULL,
    created_at timestamp with time zone NOT NULL
);
CREATE SEQUENCE public.version_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.version_id_seq OWNED BY public.version.id;
ALTER TABLE ONLY public.attempt ALTER COLUMN id SET DEFAULT nextval('public.attempt_id_seq'::regclass);
ALTER TABLE ONLY public.learner ALTER COLUMN id SET DEFAULT nextval('public.learner_id_seq'::regclass);
ALTER TABLE ONLY public.run ALTER COLUMN id SET DEFAULT nextval('public.run_id_seq'::regclass);
ALTER TABLE ONLY public.version ALTER COLUMN id SET DEFAULT nextval('public.version_id_seq'::regclass);
INSERT INTO public.alembic_version (version_num) VALUES ('0001');
INSERT INTO public.attempt (id, kind, network, at) VALUES (1, 'kind-1', '\x7c2aaede3b3877709986ec88d362a292794e0393f3321331265953670bc9143f', '2026-11-23 20:15:30.123456+00');
INSERT INTO public.attempt (id, kind, network, at) VALUES (2, 'kind-2', '\xe48eed50cc65103c7189ab900c4a888e8ea9e5c23cac77a6b984b710bc0417b5', '2026-11-24 20:15:30.123456+00');
INSERT INTO public.device (token, learner_id, created_at, expires_at) VALUES ('\x78ad12b8fdcebda657f9ef9dce0a21e358b36c31a843f02558b8309d4bd3ba50', 1, '2026-11-23 20:15:30.123456+00', '2096-11-22 20:15:30.123456+00');
INSERT INTO public.device (token, learner_id, created_at, expires_at) VALUES ('\x99f3e53b3902c51c0917537df4830a4107354f1153379fa509fa45e0af84537f', 2, '2026-11-24 20:15:30.123456+00', '2096-11-22 20:15:30.123456+00');
INSERT INTO public.entry (run_id, seq, step, value, at) VALUES (1, 1, 'weg', '"links"', 499001);
INSERT INTO public.entry (run_id, seq, step, value, at) VALUES (2, 1, 'weg', '"links"', 499002);
INSERT INTO public.learner (id, tag, reisecode, key, created_at, seen_at) VALUES (1, 'tag-1', '\x93de09538f60e3a901f355f3ae286c6b638b75b8b9e89576b8fcbcc6a7ba1058', '\x6b36e53c55a18875f2d9a4a7f6ff6d63c052fc47067619a9f31f183fc8e545cf', '2026-11-23 20:15:30.123456+00', '2026-11-23 20:15:30.123456+00');
INSERT INTO public.learner (id, tag, reisecode, key, created_at, seen_at) VALUES (2, 'tag-2', NULL, '\x497d673ec779fd0c7896101b8b51c38c95482780b252e34479f5bd052c14b859', '2026-11-24 20:15:30.123456+00', '2026-11-24 20:15:30.123456+00');
INSERT INTO public.media_file (sha256, type, data) VALUES ('sha256-1', 'type-1', '\x3117d49168a5e03d65550283862de71231484829490f0afe0a61af73acf91366');
INSERT INTO public.media_file (sha256, type, data) VALUES ('sha256-2', 'type-2', '\xa2aea365ca8e41befc5454b214b48b23543a8549966ed3bcb66d298ec00dbccb');
INSERT INTO public.run (id, code, learner_id, version_id, role, turn, at, started_at, updated_at, finished_at) VALUES (1, 'code-1', 1, 1, NULL, 1, 'gedanke', '2026-11-23 20:15:30.123456+00', '2026-11-23 20:15:30.123456+00', NULL);
INSERT INTO public.run (id, code, learner_id, version_id, role, turn, at, started_at, updated_at, finished_at) VALUES (2, 'code-2', 2, 2, NULL, 1, 'gedanke', '2026-11-24 20:15:30.123456+00', '2026-11-24 20:15:30.123456+00', NULL);
INSERT INTO public.thought (run_id, step, field, revision, answered, text, saved_at) VALUES (1, 'step-1', 'field-1', 1, true, '\x04546621de05f8fa305f4073acff57d5383e1035fdfe4649c52cef79e55e02d5', '2026-11-23 20:15:30.123456+00');
INSERT INTO public.thought (run_id, step, field, revision, answered, text, saved_at) VALUES (2, 'step-2', 'field-2', 2, false, '\x915a60a178e7c5c47201c131b557eb904e6666291bb5154f324ce49e2db12a98', '2026-11-24 20:15:30.123456+00');
INSERT INTO public.version (id, journey_id, number, hash, source, compiled, note, created_at) VALUES (1, 'alte-reise', 1, 'hash-1', '{"journey.yaml":"format: zukunftsreise/1\nid: alte-reise\ntitle: \"Eine Reise von früher\"\nlanguages: [de]\nstages:\n  - stage: strecke\n    title: \"Die Strecke\"\n    steps:\n      - decision: weg\n        title: \"Die Gabelung\"\n        question: \"Wohin gehen Sie?\"\n        choices:\n          - {id: links, label: \"Nach links\", feedback: \"Links ist es hell.\"}\n          - {id: rechts, label: \"Nach rechts\", feedback: \"Rechts ist es still.\"}\n      - reflection: gedanke\n        title: \"Ein Gedanke\"\n        prompt: \"Was nehmen Sie mit?\"\n        image: {file: bild.svg, alt: \"Ein Weg, der sich gabelt\"}\n      - {end: da, title: \"Angekommen\", text: \"Schön.\"}\n"}', '{"id":"alte-reise","languages":["de"],"minutes":null,"topics":0,"roles":[],"slots":[],"terms":[],"stages":["strecke"],"files":{"bild.svg":"sha256-1"},"renamed":{},"removed":{},"counters":{},"sources":[],"steps":[{"kind":"decision","id":"weg","weight":206,"choices":[{"id":"links"},{"id":"rechts"}]},{"kind":"reflection","id":"gedanke","position":1,"weight":552,"media":{"kind":"image","file":"bild.svg"}},{"kind":"end","id":"da","position":2,"weight":4}],"lanes":{"":["weg","gedanke","da"]},"texts":{"de":{"front":{"title":["de",6,[],["","Eine Reise von früher, Fassung 1"]],"stages.strecke.title":["de",2,[],["","Die Strecke"]]},"steps":"eAGNUbtOwzAU/ZUrz1EkHl1YEBKoC2KgQ4aqg+sc7Ks4Thq7AgnxW/wAP4adkCY8Cgy2LOu87j3P4hE6DxwsxAWtRQmR0WlG6008Ir7FNYOWcgu7d1ps4nfP2O3hAzduIp3NSUVj2JGGgaMV43IiKtOwgs8tuyreSXjS+GR8J5WhHnaM/QCUW6mqSeB8DNGm6LfJg9gHgicDa/PvSh2UCf8IMuCO8v+Kct/bjFni6g5hNErpKvzawU1c5nLADQlGUts1dRt+mD+NX0hPDqYeOqCaw0cPI5trqZFLOxNYjAtMAsm2gM6oREeeYx069RWGDKX8mvlkTr5yGlVTR/cJjqeZ1QHdd7VS5u3VpYJe3gE7RsO4"}}}', 'note-1', '2026-11-23 20:15:30.123456+00');
INSERT INTO public.version (id, journey_id, number, hash, source, compiled, note, created_at) VALUES (2, 'alte-reise', 2, 'hash-2', '{"journey.yaml":"format: zukunftsreise/1\nid: alte-reise\ntitle: \"Eine Reise von früher\"\nlanguages: [de]\nstages:\n  - stage: strecke\n    title: \"Die Strecke\"\n    steps:\n      - decision: weg\n        title: \"Die Gabelung\"\n        question: \"Wohin gehen Sie?\"\n        choices:\n          - {id: links, label: \"Nach links\", feedback: \"Links ist es hell.\"}\n          - {id: rechts, label: \"Nach rechts\", feedback: \"Rechts ist es still.\"}\n      - reflection: gedanke\n        title: \"Ein Gedanke\"\n        prompt: \"Was nehmen Sie mit?\"\n        image: {file: bild.svg, alt: \"Ein Weg, der sich gabelt\"}\n      - {end: da, title: \"Angekommen\", text: \"Schön.\"}\n"}', '{"id":"alte-reise","languages":["de"],"minutes":null,"topics":0,"roles":[],"slots":[],"terms":[],"stages":["strecke"],"files":{"bild.svg":"sha256-2"},"renamed":{},"removed":{},"counters":{},"sources":[],"steps":[{"kind":"decision","id":"weg","weight":206,"choices":[{"id":"links"},{"id":"rechts"}]},{"kind":"reflection","id":"gedanke","position":1,"weight":552,"media":{"kind":"image","file":"bild.svg"}},{"kind":"end","id":"da","position":2,"weight":4}],"lanes":{"":["weg","gedanke","da"]},"texts":{"de":{"front":{"title":["de",6,[],["","Eine Reise von früher, Fassung 2"]],"stages.strecke.title":["de",2,[],["","Die Strecke"]]},"steps":"eAGNUbtOwzAU/ZUrz1EkHl1YEBKoC2KgQ4aqg+sc7Ks4Thq7AgnxW/wAP4adkCY8Cgy2LOu87j3P4hE6DxwsxAWtRQmR0WlG6008Ir7FNYOWcgu7d1ps4nfP2O3hAzduIp3NSUVj2JGGgaMV43IiKtOwgs8tuyreSXjS+GR8J5WhHnaM/QCUW6mqSeB8DNGm6LfJg9gHgicDa/PvSh2UCf8IMuCO8v+Kct/bjFni6g5hNErpKvzawU1c5nLADQlGUts1dRt+mD+NX0hPDqYeOqCaw0cPI5trqZFLOxNYjAtMAsm2gM6oREeeYx069RWGDKX8mvlkTr5yGlVTR/cJjqeZ1QHdd7VS5u3VpYJe3gE7RsO4"}}}', 'note-2', '2026-11-24 20:15:30.123456+00');
SELECT pg_catalog.setval('public.attempt_id_seq', 2, true);
SELECT pg_catalog.setval('public.learner_id_seq', 2, true);
SELECT pg_catalog.setval('public.run_id_seq', 2, true);
SELECT pg_catalog.setval('public.version_id_seq', 2, true);
ALTER TABLE ONLY public.alembic_version
    ADD CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num);
ALTER TABLE ONLY public.attempt
    ADD CONSTRAINT pk_attempt PRIMARY KEY (id);
ALTER TABLE ONLY public.device
    ADD CONSTRAINT pk_device PRIMARY KEY (token);
ALTER TABLE ONLY public.entry
    ADD CONSTRAINT pk_entry PRIMARY KEY (run_id, seq);
ALTER TABLE ONLY public.learner
    ADD CONSTRAINT pk_learner PRIMARY KEY (id);
ALTER TABLE ONLY public.media_file
    ADD CONSTRAINT pk_media_file PRIMARY KEY (sha256);
ALTER TABLE ONLY public.run
    ADD CONSTRAINT pk_run PRIMARY KEY (id);
ALTER TABLE ONLY public.thought
    ADD CONSTRAINT pk_thought PRIMARY KEY (run_id, step, field);
ALTER TABLE ONLY public.version
    ADD CONSTRAINT pk_version PRIMARY KEY (id);
ALTER TABLE ONLY public.learner
    ADD CONSTRAINT uq_learner_reisecode UNIQUE (reisecode);
ALTER TABLE ONLY public.learner
    ADD CONSTRAINT uq_learner_tag UNIQUE (tag);
ALTER TABLE ONLY public.run
    ADD CONSTRAINT uq_run_code UNIQUE (code);
ALTER TABLE ONLY public.version
    ADD CONSTRAINT uq_version_journey_id_number UNIQUE (journey_id, number);
CREATE INDEX ix_attempt_at ON public.attempt USING btree (at);
CREATE INDEX ix_attempt_kind_network ON public.attempt USING btree (kind, network);
CREATE INDEX ix_device_learner_id ON public.device USING btree (learner_id);
CREATE INDEX ix_run_learner_id ON public.run USING btree (learner_id);
CREATE INDEX ix_run_version_id ON public.run USING btree (version_id);
CREATE TRIGGER entry_goes_with_its_run BEFORE DELETE ON public.entry FOR EACH ROW EXECUTE FUNCTION public.entry_goes_with_its_run();
CREATE TRIGGER entry_unchangeable BEFORE UPDATE ON public.entry FOR EACH ROW EXECUTE FUNCTION public.refuse('an entry is never changed');
CREATE TRIGGER media_file_unchangeable BEFORE UPDATE ON public.media_file FOR EACH ROW EXECUTE FUNCTION public.refuse('a published file is never changed');
CREATE TRIGGER version_stays BEFORE DELETE ON public.version FOR EACH ROW EXECUTE FUNCTION public.refuse('a published version is never deleted');
CREATE TRIGGER version_unchangeable BEFORE UPDATE ON public.version FOR EACH ROW EXECUTE FUNCTION public.refuse('a published version is never changed');
ALTER TABLE ONLY public.device
    ADD CONSTRAINT fk_device_learner_id_learner FOREIGN KEY (learner_id) REFERENCES public.learner(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.entry
    ADD CONSTRAINT fk_entry_run_id_run FOREIGN KEY (run_id) REFERENCES public.run(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.run
    ADD CONSTRAINT fk_run_learner_id_learner FOREIGN KEY (learner_id) REFERENCES public.learner(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.run
    ADD CONSTRAINT fk_run_version_id_version FOREIGN KEY (version_id) REFERENCES public.version(id);
ALTER TABLE ONLY public.thought
    ADD CONSTRAINT fk_thought_run_id_run FOREIGN KEY (run_id) REFERENCES public.run(id) ON DELETE CASCADE;
