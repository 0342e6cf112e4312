/**
 * Schema versions in order; `PRAGMA user_version` is the number of those applied. A released migration is never edited: a
 * change is a new one at the end.
 *
 * Counts are kept at three levels, so that exact answers over long ranges need few rows: by hour and subject, by minute and
 * gateway, and in total by subject. The ends of a range are counted from the events themselves, over covering indexes.
 */
export const MIGRATIONS: readonly string[] = [
  `
  CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
  INSERT INTO meta VALUES ('step', '0'), ('lastSegmentId', '0'), ('removedEvents', '0'), ('lastInventoryId', '0');

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
    state TEXT NOT NULL,
    -- The first bytes tell a short copy of a file from another file.
    head BLOB NOT NULL,
    -- What is lost when the file goes away.
    size INTEGER NOT NULL,
    -- What the bytes before certain positions were: a copy of a part of the file is known by them.
    landmarks BLOB NOT NULL
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

  -- Older events move from rows to segments: columns of up to 65,536 events with consecutive numbers.
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
    lines BLOB NOT NULL
  ) STRICT;
  CREATE INDEX segment_time ON segment (last_ms, first_ms);

  -- Upkeep. Removed ranges tell a gap left by retention from a loss; marks tell when events were stored, so that an old
  -- archive that was read in recently is not removed at once. Segment ids are never reused, not even after the newest segment
  -- is removed: readers keep segments open by id.
  CREATE TABLE removed_range (first_seq INTEGER PRIMARY KEY, last_seq INTEGER NOT NULL) STRICT;
  CREATE TABLE stored_mark (at_ms INTEGER PRIMARY KEY, seq INTEGER NOT NULL) STRICT;
  CREATE INDEX segment_seq ON segment (first_seq, count, first_ms, last_ms);
  CREATE TRIGGER segment_deleted AFTER DELETE ON segment BEGIN
    UPDATE meta SET value = CAST(old.id AS TEXT) WHERE key = 'lastSegmentId' AND CAST(value AS INTEGER) < old.id;
  END;
  CREATE TRIGGER segment_inserted AFTER INSERT ON segment
  WHEN new.id <= (SELECT CAST(value AS INTEGER) FROM meta WHERE key = 'lastSegmentId') BEGIN
    UPDATE segment SET id = (SELECT CAST(value AS INTEGER) + 1 FROM meta WHERE key = 'lastSegmentId') WHERE id = new.id;
  END;

  -- Signs of life of gateways that their events do not show. They outlast a restart.
  CREATE TABLE gateway_life (gateway TEXT PRIMARY KEY, state TEXT NOT NULL) STRICT, WITHOUT ROWID;

  -- Hashes of the newest lines of each syslog sender over a connection, so that lines sent again are not stored again.
  CREATE TABLE syslog_tail (
    source_id INTEGER NOT NULL REFERENCES source (id),
    peer TEXT NOT NULL,
    tail INTEGER NOT NULL,
    block INTEGER NOT NULL,
    hashes BLOB NOT NULL,
    PRIMARY KEY (source_id, peer, tail, block)
  ) STRICT;

  -- Alerts and the people who work with them.
  CREATE TABLE alert_member (
    alert_id INTEGER NOT NULL,
    subject TEXT NOT NULL,
    count INTEGER NOT NULL,
    first_ms INTEGER NOT NULL,
    last_ms INTEGER NOT NULL,
    -- When its condition ended.
    ended_ms INTEGER,
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

  -- Notifications to deliver, written with the change they report, so that none is lost.
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

  -- Usual rates, and rules changed by an admin: when and by whom.
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
    settings TEXT NOT NULL,
    set_ms INTEGER,
    set_by TEXT
  ) STRICT, WITHOUT ROWID;

  -- The time machine: the position of the store in each second; changes of alerts within a minute that the audit trail does
  -- not have; verdicts of tunnels with their time span; and the monitor's own state.
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

  -- Names given to tunnels and interfaces. Ids of entries are never reused.
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
  `,
  // How many events one of the kind counts for: receivers fold equal messages into one line.
  'ALTER TABLE kind ADD COLUMN repeats INTEGER NOT NULL DEFAULT 1',
  // Gateways that were joined: what is stored under one is shown as the other's. Readers look at the names again when their
  // version has changed.
  `
  ALTER TABLE gateway ADD COLUMN alias_of INTEGER REFERENCES gateway (id);
  INSERT INTO meta VALUES ('namesVersion', '0');
  `,
  // Since when the audit trail is chained with which key, and the highest number ever given to an entry.
  `
  CREATE TABLE audit_chain (first_id INTEGER PRIMARY KEY, key_id TEXT NOT NULL) STRICT;
  INSERT INTO meta SELECT 'lastAuditId', CAST(coalesce(max(id), 0) AS TEXT) FROM audit;
  `,
  // The outbox is worked by priority. The rank of an entry is at least that of those behind it of the same alert, which must
  // not overtake it. What cannot be read has the lowest.
  `
  ALTER TABLE outbox ADD COLUMN rank INTEGER NOT NULL DEFAULT 0;
  UPDATE outbox SET rank = CASE json_extract(body, '$.alert.priority') WHEN 'urgent' THEN 3 WHEN 'high' THEN 2 WHEN 'medium' THEN 1 ELSE 0 END
  WHERE state = 'waiting' AND json_valid(body);
  UPDATE outbox AS o SET rank = (SELECT max(e.rank) FROM outbox e
    WHERE e.channel = o.channel AND e.alert_id = o.alert_id AND e.state = 'waiting' AND e.id >= o.id)
  WHERE state = 'waiting';
  CREATE INDEX outbox_due ON outbox (channel, rank DESC, id, next_ms, alert_id) WHERE state = 'waiting';
  CREATE INDEX outbox_next ON outbox (channel, next_ms) WHERE state = 'waiting';
  `,
  // What is in the outbox by channel, counted as it changes: the metrics ask for it all the time.
  `
  CREATE TABLE outbox_tally (
    channel TEXT PRIMARY KEY, waiting INTEGER NOT NULL, failed INTEGER NOT NULL, sent INTEGER NOT NULL,
    last_sent_ms INTEGER, last_error TEXT, error_ms INTEGER
  ) STRICT;
  INSERT INTO outbox_tally
    SELECT channel, sum(state = 'waiting'), sum(state = 'failed'), sum(state = 'sent'),
      max(CASE state WHEN 'sent' THEN tried_ms END),
      (SELECT e.last_error FROM outbox e WHERE e.channel = o.channel AND e.error_ms IS NOT NULL ORDER BY e.error_ms DESC, e.id DESC LIMIT 1),
      max(error_ms)
    FROM outbox o GROUP BY channel;
  CREATE TRIGGER outbox_made AFTER INSERT ON outbox BEGIN
    INSERT INTO outbox_tally VALUES (new.channel, 0, 0, 0, NULL, NULL, NULL) ON CONFLICT (channel) DO NOTHING;
    UPDATE outbox_tally SET waiting = waiting + (new.state = 'waiting'), failed = failed + (new.state = 'failed'),
      sent = sent + (new.state = 'sent') WHERE channel = new.channel;
  END;
  CREATE TRIGGER outbox_changed AFTER UPDATE OF state, tried_ms, last_error, error_ms ON outbox BEGIN
    UPDATE outbox_tally SET waiting = waiting + (new.state = 'waiting') - (old.state = 'waiting'),
      failed = failed + (new.state = 'failed') - (old.state = 'failed'), sent = sent + (new.state = 'sent') - (old.state = 'sent'),
      last_sent_ms = CASE WHEN new.state = 'sent' THEN max(coalesce(last_sent_ms, 0), new.tried_ms) ELSE last_sent_ms END,
      last_error = CASE WHEN new.error_ms >= coalesce(error_ms, 0) THEN new.last_error ELSE last_error END,
      error_ms = CASE WHEN new.error_ms >= coalesce(error_ms, 0) THEN new.error_ms ELSE error_ms END
    WHERE channel = new.channel;
  END;
  CREATE TRIGGER outbox_pruned AFTER DELETE ON outbox BEGIN
    UPDATE outbox_tally SET waiting = waiting - (old.state = 'waiting'), failed = failed - (old.state = 'failed'),
      sent = sent - (old.state = 'sent') WHERE channel = old.channel;
  END;
  `,
  // What senders have spent of their budgets of new names, and who is blocked.
  'CREATE TABLE sender (key TEXT PRIMARY KEY, state TEXT NOT NULL) STRICT, WITHOUT ROWID',
  // The audit trail is searched by who and what, and most of it is what the server did by itself. An actor that is no JSON is
  // one that somebody changed: it must not keep the store from opening.
  `
  CREATE INDEX audit_actor ON audit (CASE WHEN json_valid(actor) THEN json_extract(actor, '$.name') END, id);
  CREATE INDEX audit_action ON audit (action, id);
  CREATE INDEX audit_people ON audit (id) WHERE CASE WHEN json_valid(actor) THEN json_extract(actor, '$.kind') END <> 'server';
  `,
  // Whether an alert, a verdict, the inventory or an alias has a name is asked for each name that retention may have left behind.
  `
  CREATE INDEX alert_named ON alert (
    CASE WHEN json_valid(body) THEN json_extract(body, '$.subject.gateway') END,
    CASE WHEN json_valid(body) THEN json_extract(body, '$.subject.kind') END,
    CASE WHEN json_valid(body) THEN coalesce(json_extract(body, '$.subject.matchkey'), json_extract(body, '$.subject.iface'), '') END);
  CREATE INDEX alert_member_named ON alert_member (
    CASE WHEN json_valid(subject) THEN json_extract(subject, '$.gateway') END,
    CASE WHEN json_valid(subject) THEN json_extract(subject, '$.kind') END,
    CASE WHEN json_valid(subject) THEN coalesce(json_extract(subject, '$.matchkey'), json_extract(subject, '$.iface'), '') END);
  CREATE INDEX inventory_named ON inventory_entry (gateway, kind, pattern);
  CREATE INDEX past_verdict_subject ON past_verdict (subject_id);
  CREATE INDEX gateway_joined ON gateway (alias_of) WHERE alias_of IS NOT NULL;
  `,
  // What a collector has read and its cluster has not taken yet.
  'CREATE TABLE spool (number INTEGER PRIMARY KEY, body BLOB NOT NULL) STRICT',
];
