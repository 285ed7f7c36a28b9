-- The filter by node alone. A node's id is of its scenario: both together use this index as well.
create index "deliveries_node_id_id_idx" on "deliveries" ("node_id", "id");

-- "Ended since": what ended last lies near the end of the table, but for late resends. An index of
-- ranges is a few pages, costs a write next to nothing, and tells where nothing can be.
create index "deliveries_completed_at_idx" on "deliveries" using brin ("completed_at")
  with (pages_per_range = 32, autosummarize = on);
