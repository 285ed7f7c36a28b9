create table "replays" (
    "id" text not null,
    "filter" text,
    "status" text not null default 'running',
    "total" integer not null,
    "per_second" integer not null,
    "created_by" text,
    "created_at" timestamptz(3) not null default current_timestamp,
    "last_batch_at" timestamptz(3),
    "completed_at" timestamptz(3),
    "counts" text,
    "request_key" text,
    "request_hash" text,

    constraint "replays_pkey" primary key ("id")
);

create table "replay_items" (
    "replay_id" text not null,
    "delivery_id" text not null,
    "target_host" text not null,
    "status" text not null,
    "reason" text,
    "changed_at" timestamptz(3) not null,

    constraint "replay_items_pkey" primary key ("replay_id", "delivery_id")
);

create unique index "replays_request_key_key" on "replays"("request_key");
create index "replays_status_id_idx" on "replays"("status", "id");
create index "replay_items_replay_id_status_delivery_id_idx" on "replay_items"("replay_id", "status", "delivery_id");

-- A delivery is in one replay at a time, whoever makes another at the same moment.
create unique index "replay_items_open_key" on "replay_items"("delivery_id")
    where "status" in ('waiting', 'sending');

alter table "replay_items" add constraint "replay_items_replay_id_fkey"
    foreign key ("replay_id") references "replays"("id") on delete cascade on update cascade;
