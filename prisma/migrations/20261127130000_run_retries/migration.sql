-- Which run this one repeats, and from where. No foreign key: the original may be pruned before it.
alter table "runs" add column "retry_of" text, add column "retry_from" text;
create index "runs_retry_of_idx" on "runs"("retry_of") where "retry_of" is not null;

-- One run per scenario and event, beside those that a person asked for.
drop index "runs_scenario_id_event_id_key";
create unique index "runs_scenario_id_event_id_key" on "runs"("scenario_id", "event_id")
    where "retry_of" is null;

-- The run in which the step really happened, for a step that a retry did not repeat.
alter table "run_steps" add column "taken_over_from" text;
