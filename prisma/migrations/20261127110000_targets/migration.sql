create table "target_health" (
  "scenario_id" text not null,
  "node_id" text not null,
  "node_name" text not null,
  "target_host" text not null,
  "consecutive_failures" integer not null,
  "failing_since" timestamptz(3) not null,
  "warned_at" timestamptz(3),
  "paused_at" timestamptz(3),
  "last_probe_at" timestamptz(3),
  "updated_at" timestamptz(3) not null,

  constraint "target_health_pkey" primary key ("scenario_id", "node_id"),
  constraint "target_health_scenario_id_fkey" foreign key ("scenario_id") references "scenarios" ("id")
    on delete cascade on update cascade
);

create table "missed_events" (
  "id" text not null,
  "scenario_id" text not null,
  "event_id" text not null,
  "created_at" timestamptz(3) not null default current_timestamp,
  "sent_at" timestamptz(3),
  "dismissed_at" timestamptz(3),

  constraint "missed_events_pkey" primary key ("id"),
  constraint "missed_events_scenario_id_fkey" foreign key ("scenario_id") references "scenarios" ("id")
    on delete cascade on update cascade,
  constraint "missed_events_event_id_fkey" foreign key ("event_id") references "events" ("id")
    on delete cascade on update cascade
);

create unique index "missed_events_scenario_id_event_id_key" on "missed_events" ("scenario_id", "event_id");
create index "missed_events_event_id_idx" on "missed_events" ("event_id");
-- Those that nobody has decided on yet: what the lists show and count.
create index "missed_events_open_idx" on "missed_events" ("scenario_id", "id")
  where "sent_at" is null and "dismissed_at" is null;

alter table "deliveries" add column "held_at" timestamptz(3), add column "released_at" timestamptz(3);

-- Held deliveries are few, and are released the oldest first.
create index "deliveries_held_idx" on "deliveries" ("scenario_id", "node_id", "id")
  where "held_at" is not null and "released_at" is null;
-- What a failing target's count is made of.
create index "deliveries_failed_idx" on "deliveries" ("scenario_id", "node_id", "completed_at")
  where "status" = 'failed' and not "is_test";
