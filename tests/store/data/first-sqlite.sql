-- The first schema as the first released version made it, with data; never changed afterwards.
CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL, CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num));
INSERT INTO alembic_version VALUES ('0001');
CREATE TABLE guild_settings (
	guild BIGINT NOT NULL,
	language VARCHAR(16) NOT NULL,
	ask_channels JSON NOT NULL,
	private BOOLEAN NOT NULL,
	hidden_topics JSON NOT NULL,
	feedback BOOLEAN NOT NULL,
	PRIMARY KEY (guild)
);
INSERT INTO guild_settings VALUES (101, 'zh', '[5, 9223372036854775807]', 1, '["talent", "\u4eba\u624d"]', 0);
INSERT INTO guild_settings VALUES (102, 'auto', '[]', 0, '[]', 1);
CREATE TABLE questions (
	question VARCHAR(300) NOT NULL,
	kind VARCHAR(32) NOT NULL,
	language VARCHAR(16) NOT NULL,
	mark VARCHAR(16) NOT NULL,
	day DATE NOT NULL,
	times INTEGER NOT NULL,
	PRIMARY KEY (question, kind, language, mark, day)
);
CREATE INDEX ix_questions_day ON questions (day);
INSERT INTO questions VALUES ('who is the mayor', 'decline', 'en', 'unanswered', '2026-02-20', 3);
INSERT INTO questions VALUES ('who is the mayor', 'decline', 'en', 'unanswered', '2026-02-27', 4);
INSERT INTO questions VALUES ('园区有多大', 'silent', 'zh', 'unhelpful', '2026-02-21', 1);
