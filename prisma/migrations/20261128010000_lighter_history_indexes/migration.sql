-- Every version of a delivery (made, being sent, ended) is entered into each of these indexes anew. What
-- nobody looks for need not be in them: that a delivery is no test, has no code yet, has not failed, or is
-- of the event that nearly all are of. Where an index has the status and whether it is a test as well,
-- a replay's preview counts from it, without the deliveries themselves.
drop index "deliveries_scenario_id_id_idx";
create index "deliveries_scenario_id_id_idx" on "deliveries" ("scenario_id", "id")
  include ("status", "is_test");

drop index "deliveries_node_id_id_idx";
create index "deliveries_node_id_id_idx" on "deliveries" ("node_id", "id")
  include ("status", "is_test");

drop index "deliveries_status_id_idx";
create index "deliveries_status_id_idx" on "deliveries" ("status", "id") include ("is_test");

drop index "deliveries_last_failure_kind_id_idx";
create index "deliveries_last_failure_kind_id_idx" on "deliveries" ("last_failure_kind", "id")
  include ("status", "is_test") where "last_failure_kind" is not null;

drop index "deliveries_last_status_code_id_idx";
create index "deliveries_last_status_code_id_idx" on "deliveries" ("last_status_code", "id")
  include ("status", "is_test") where "last_status_code" is not null;

drop index "deliveries_is_test_id_idx";
create index "deliveries_test_idx" on "deliveries" ("id") include ("status") where "is_test";

drop index "deliveries_event_type_id_idx";
create index "deliveries_event_type_id_idx" on "deliveries" ("event_type", "id")
  where "event_type" <> 'order.created';

-- Those of tests are few: so the index answers for a target's failures whether tests are left out or not.
drop index "deliveries_failed_idx";
create index "deliveries_failed_idx" on "deliveries" ("scenario_id", "node_id", "completed_at")
  where "status" = 'failed';
