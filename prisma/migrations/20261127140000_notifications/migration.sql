create table "notifications" (
  "id" text not null,
  "kind" text not null,
  "scenario_id" text not null,
  "node_id" text not null,
  "scenario_name" text not null,
  "node_name" text not null,
  "target_host" text not null,
  "count" integer not null default 1,
  "first_at" timestamptz(3) not null,
  "last_at" timestamptz(3) not null,
  "closed_at" timestamptz(3),
  "delivery_id" text,
  "failure_message" text,
  "failure_hint" text,
  "unsent" text[] not null default '{}',
  "told" text[] not null default '{}',

  constraint "notifications_pkey" primary key ("id")
);

create index "notifications_scenario_id_node_id_kind_id_idx"
  on "notifications" ("scenario_id", "node_id", "kind", "id");
-- Of a target, what goes on is told once of each kind. Whatever arrives looks here.
create unique index "notifications_open_key" on "notifications" ("scenario_id", "node_id", "kind")
  where "closed_at" is null;
-- What a channel has to be told of still: looked for every minute.
create index "notifications_unsent_idx" on "notifications" ("id") where "unsent" <> '{}';

create table "notification_readers" (
  "reader_id" text not null,
  "read_through" text not null,

  constraint "notification_readers_pkey" primary key ("reader_id")
);

create table "notification_reads" (
  "reader_id" text not null,
  "notification_id" text not null,

  constraint "notification_reads_pkey" primary key ("reader_id", "notification_id")
);

create table "notification_sends" (
  "id" text not null,
  "channel" text not null,
  "is_test" boolean not null default false,
  "content" text not null,
  "status" text not null default 'pending',
  "attempts" integer not null default 0,
  "max_attempts" integer not null,
  "created_at" timestamptz(3) not null default current_timestamp,
  "last_attempt_at" timestamptz(3),
  "next_attempt_at" timestamptz(3),
  "completed_at" timestamptz(3),
  "status_code" integer,
  "duration_ms" integer,
  "failure_kind" text,
  "failure_message" text,
  "failure_hint" text,

  constraint "notification_sends_pkey" primary key ("id")
);

create index "notification_sends_channel_id_idx" on "notification_sends" ("channel", "id");
