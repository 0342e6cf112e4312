/**
 * Schema versions in order; `PRAGMA user_version` says how many were applied. A migration that was released is never
 * edited: a change is a new one at the end.
 *
 * Counts are kept at three grains so that exact answers over long ranges need few rows: by hour and subject, by minute
 * and gateway, and in total by subject. The fringes of a range come from the events themselves, over covering indexes.
 */
export const MIGRATIONS: readonly string[] = [
  `
  CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
  INSERT INTO meta VALUES ('step', '0');

  CREATE TABLE gateway (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE) STRICT;
  CREATE TABLE subject (
    id INTEGER PRIMARY KEY,
    gateway_id INTEGER NOT NULL REFERENCES gateway (id),
    kind TEXT NOT NULL CHECK (kind IN ('tunnel', 'interface', 'gateway')),
    name TEXT NOT NULL,
    UNIQUE (gateway_id, kind, name)
  ) STRICT;
  CREATE INDEX subject_name ON subject (name, kind);

  CREATE TABLE kind (
    id INTEGER PRIMARY KEY,
    message_id INTEGER,
    class TEXT NOT NULL,
    severity TEXT NOT NULL,
    is_known INTEGER NOT NULL
  ) STRICT;

  CREATE TABLE source (
    id INTEGER PRIMARY KEY,
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    state TEXT NOT NULL,
    UNIQUE (kind, name)
  ) STRICT;

  CREATE TABLE file (
    id INTEGER PRIMARY KEY,
    source_id INTEGER NOT NULL REFERENCES source (id),
    path TEXT NOT NULL,
    device TEXT NOT NULL,
    inode TEXT NOT NULL,
    fingerprint TEXT NOT NULL,
    fingerprint_length INTEGER NOT NULL,
    position INTEGER NOT NULL,
    tail BLOB NOT NULL,
    is_skipping INTEGER NOT NULL,
    state TEXT NOT NULL
  ) STRICT;

  CREATE TABLE event (
    seq INTEGER PRIMARY KEY,
    time_ms INTEGER NOT NULL,
    received_ms INTEGER NOT NULL,
    subject_id INTEGER NOT NULL,
    kind_id INTEGER NOT NULL,
    source_id INTEGER NOT NULL,
    raw BLOB NOT NULL
  ) STRICT;
  CREATE INDEX event_time ON event (time_ms, seq, kind_id, subject_id);
  CREATE INDEX event_subject ON event (subject_id, time_ms, seq, kind_id);

  CREATE TABLE count_hour (
    hour INTEGER NOT NULL,
    subject_id INTEGER NOT NULL,
    kind_id INTEGER NOT NULL,
    n INTEGER NOT NULL,
    PRIMARY KEY (hour, subject_id, kind_id)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE count_minute (
    minute INTEGER NOT NULL,
    gateway_id INTEGER NOT NULL,
    kind_id INTEGER NOT NULL,
    n INTEGER NOT NULL,
    PRIMARY KEY (minute, gateway_id, kind_id)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE count_total (
    subject_id INTEGER NOT NULL,
    kind_id INTEGER NOT NULL,
    n INTEGER NOT NULL,
    first_ms INTEGER NOT NULL,
    last_ms INTEGER NOT NULL,
    PRIMARY KEY (subject_id, kind_id)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE alert (
    id INTEGER PRIMARY KEY,
    rule TEXT NOT NULL,
    is_past INTEGER NOT NULL,
    state TEXT NOT NULL,
    last_ms INTEGER NOT NULL,
    body TEXT NOT NULL
  ) STRICT;
  `,
  // Older events leave the table of rows for segments: columns of up to 65,536 events with consecutive numbers.
  `
  CREATE TABLE segment (
    id INTEGER PRIMARY KEY,
    version INTEGER NOT NULL,
    first_seq INTEGER NOT NULL,
    count INTEGER NOT NULL,
    first_ms INTEGER NOT NULL,
    last_ms INTEGER NOT NULL,
    kinds TEXT NOT NULL,
    subjects BLOB NOT NULL,
    keys BLOB NOT NULL,
    facts BLOB NOT NULL,
    lines BLOB NOT NULL,
    sums TEXT NOT NULL
  ) STRICT;
  CREATE INDEX segment_time ON segment (last_ms, first_ms);
  `,
  // Upkeep. Ranges of numbers that retention removed tell a gap that was meant from one that is a loss; marks tell when
  // events were stored, so that an old archive that was read in lately is not taken away at once. Numbers of segments
  // are never given twice, not even when the newest one goes: readers keep segments open by their number.
  `
  CREATE TABLE removed_range (first_seq INTEGER PRIMARY KEY, last_seq INTEGER NOT NULL) STRICT;
  CREATE TABLE stored_mark (at_ms INTEGER PRIMARY KEY, seq INTEGER NOT NULL) STRICT;
  INSERT INTO meta VALUES ('lastSegmentId', '0'), ('removedEvents', '0');
  CREATE INDEX segment_seq ON segment (first_seq, count, first_ms, last_ms);
  CREATE TRIGGER segment_deleted AFTER DELETE ON segment BEGIN
    UPDATE meta SET value = CAST(old.id AS TEXT) WHERE key = 'lastSegmentId' AND CAST(value AS INTEGER) < old.id;
  END;
  CREATE TRIGGER segment_inserted AFTER INSERT ON segment
  WHEN new.id <= (SELECT CAST(value AS INTEGER) FROM meta WHERE key = 'lastSegmentId') BEGIN
    UPDATE segment SET id = (SELECT CAST(value AS INTEGER) + 1 FROM meta WHERE key = 'lastSegmentId') WHERE id = new.id;
  END;
  `,
  // Signs of life of gateways, which its events do not say: they outlast a restart.
  `
  CREATE TABLE gateway_life (gateway TEXT PRIMARY KEY, state TEXT NOT NULL) STRICT, WITHOUT ROWID;
  `,
  // Hashes of the newest lines of each sender of syslog over connections: what it sends again is not stored again.
  `
  CREATE TABLE syslog_tail (
    source_id INTEGER NOT NULL REFERENCES source (id),
    peer TEXT NOT NULL,
    tail INTEGER NOT NULL,
    block INTEGER NOT NULL,
    hashes BLOB NOT NULL,
    PRIMARY KEY (source_id, peer, tail, block)
  ) STRICT;
  `,
  // The first bytes of a file tell a short copy of it from another file; its size, what is lost when it goes away.
  `
  ALTER TABLE file ADD COLUMN head BLOB NOT NULL DEFAULT x'';
  ALTER TABLE file ADD COLUMN size INTEGER NOT NULL DEFAULT 0;
  `,
  // The life of alerts. What was stored before knows nothing of shelves, folding or rates.
  `
  UPDATE alert SET body = json_set(body,
    '$.isActive', json(CASE WHEN state IN ('unacknowledged', 'acknowledged') THEN 'true' ELSE 'false' END),
    '$.lastAt', max(json_extract(body, '$.openedAt'), json_extract(body, '$.lastTime')),
    '$.rate', json('{"minute":0,"count":0,"before":0}'), '$.peakRate', 0, '$.turns', json('[]'),
    '$.isChattering', json('false'), '$.acknowledgedRate', NULL, '$.assignee', NULL, '$.shelf', NULL,
    '$.windowId', NULL, '$.closure', NULL, '$.members', 0, '$.firstOut', NULL, '$.foldedInto', NULL);
  UPDATE alert SET body = json_set(body, '$.acknowledgement.until', NULL)
    WHERE json_extract(body, '$.acknowledgement') IS NOT NULL;
  CREATE TABLE alert_member (
    alert_id INTEGER NOT NULL,
    subject TEXT NOT NULL,
    count INTEGER NOT NULL,
    first_ms INTEGER NOT NULL,
    last_ms INTEGER NOT NULL,
    PRIMARY KEY (alert_id, subject)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE maintenance_window (id INTEGER PRIMARY KEY, until_ms INTEGER NOT NULL, body TEXT NOT NULL) STRICT;
  CREATE TABLE audit (
    id INTEGER PRIMARY KEY,
    at_ms INTEGER NOT NULL,
    actor TEXT NOT NULL,
    action TEXT NOT NULL,
    target TEXT NOT NULL,
    comment TEXT NOT NULL,
    request_key TEXT,
    before TEXT NOT NULL,
    after TEXT NOT NULL,
    hash TEXT NOT NULL
  ) STRICT;
  CREATE INDEX audit_target ON audit (target, id);
  CREATE INDEX audit_request ON audit (request_key) WHERE request_key IS NOT NULL;
  CREATE TRIGGER audit_unchanged BEFORE UPDATE ON audit BEGIN SELECT RAISE(ABORT, 'the audit trail is append only'); END;
  CREATE TRIGGER audit_kept BEFORE DELETE ON audit BEGIN SELECT RAISE(ABORT, 'the audit trail is append only'); END;
  `,
  // What others are still to be told. It is written with the change that it tells of, so that none is lost.
  `
  CREATE TABLE outbox (
    id INTEGER PRIMARY KEY,
    key TEXT NOT NULL UNIQUE,
    channel TEXT NOT NULL,
    alert_id INTEGER NOT NULL,
    body TEXT NOT NULL,
    made_ms INTEGER NOT NULL,
    attempts INTEGER NOT NULL,
    next_ms INTEGER,
    state TEXT NOT NULL CHECK (state IN ('waiting', 'sent', 'failed')),
    last_error TEXT,
    error_ms INTEGER,
    tried_ms INTEGER
  ) STRICT;
  CREATE INDEX outbox_waiting ON outbox (channel, alert_id, id, next_ms) WHERE state = 'waiting';
  `,
  // Rates: when the condition of a subject that is folded into an alert ended, what is usual, and what an admin has set.
  `
  ALTER TABLE alert_member ADD COLUMN ended_ms INTEGER;
  CREATE TABLE usual_rate (
    subject_id INTEGER NOT NULL,
    measure TEXT NOT NULL,
    per_hour REAL NOT NULL,
    hours INTEGER NOT NULL,
    hour INTEGER NOT NULL,
    count INTEGER NOT NULL,
    is_excluded INTEGER NOT NULL,
    PRIMARY KEY (subject_id, measure)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE rule_setting (
    rule TEXT PRIMARY KEY,
    version INTEGER NOT NULL,
    settings TEXT NOT NULL
  ) STRICT, WITHOUT ROWID;
  `,
  // When and by whom a rule was set; of older settings the audit trail tells it.
  `
  ALTER TABLE rule_setting ADD COLUMN set_ms INTEGER;
  ALTER TABLE rule_setting ADD COLUMN set_by TEXT;
  UPDATE rule_setting SET (set_ms, set_by) = (
    SELECT at_ms, json_extract(actor, '$.name') FROM audit WHERE target = 'rule ' || rule ORDER BY id DESC LIMIT 1
  );
  `,
  // The time machine: where the store stood in each second, what of alerts is counted by minute (the audit trail has the
  // rest), what the drops of tunnels were consistent with from when to when, and what was shown of the monitor itself.
  `
  CREATE TABLE past_moment (
    second INTEGER PRIMARY KEY,
    at_ms INTEGER NOT NULL,
    seq INTEGER NOT NULL,
    audit_id INTEGER NOT NULL
  ) STRICT;
  CREATE TABLE past_alert (
    alert_id INTEGER NOT NULL,
    minute INTEGER NOT NULL,
    at_ms INTEGER NOT NULL,
    audit_id INTEGER NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (alert_id, minute)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE past_verdict (
    id INTEGER PRIMARY KEY,
    subject_id INTEGER NOT NULL,
    from_ms INTEGER NOT NULL,
    to_ms INTEGER,
    verdict TEXT NOT NULL
  ) STRICT;
  CREATE INDEX past_verdict_open ON past_verdict (subject_id) WHERE to_ms IS NULL;
  CREATE INDEX past_verdict_to ON past_verdict (to_ms, from_ms);
  CREATE TABLE past_record (minute INTEGER PRIMARY KEY, at_ms INTEGER NOT NULL, body BLOB NOT NULL) STRICT;
  `,
  // What operators call tunnels and interfaces. Numbers of entries are never given twice.
  `
  CREATE TABLE inventory_entry (
    id INTEGER PRIMARY KEY,
    gateway TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('matchkey', 'iface')),
    pattern TEXT NOT NULL,
    name TEXT NOT NULL,
    site TEXT NOT NULL,
    peer TEXT NOT NULL,
    note TEXT NOT NULL,
    priority TEXT,
    version INTEGER NOT NULL,
    updated_ms INTEGER NOT NULL,
    updated_by TEXT NOT NULL
  ) STRICT;
  INSERT INTO meta VALUES ('lastInventoryId', '0');
  `,
  // What the bytes before certain positions of a file were: a copy of a part of it is known by them.
  `
  ALTER TABLE file ADD COLUMN landmarks BLOB NOT NULL DEFAULT x'';
  `,
];
