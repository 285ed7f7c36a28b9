-- The count is in the key, so that a month is read from the index alone.
create table "stats" (
    "quarter" timestamptz(3) not null,
    "part" text not null,
    "measure" text not null,
    "count" integer not null,

    constraint "stats_pkey" primary key ("quarter", "part", "measure") include ("count")
);

create table "stats_open" (
    "quarter" timestamptz(3) not null,
    "hash" bigint not null,

    constraint "stats_open_pkey" primary key ("quarter")
);

-- When the headers and bodies of an attempt were removed.
alter table "attempts" add column "pruned_at" timestamptz(3);

-- The oldest attempts that still have theirs, without reading all that were pruned before.
create index "attempts_unpruned_idx" on "attempts" ("id") where "pruned_at" is null;

-- Which versions no run uses any more; without it, each one removed would read all runs.
create index "runs_version_id_idx" on "runs" ("version_id");
