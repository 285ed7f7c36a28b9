-- Each filter of the lists alone, newest first.
create index "deliveries_event_type_id_idx" on "deliveries"("event_type", "id");
create index "deliveries_last_status_code_id_idx" on "deliveries"("last_status_code", "id");
create index "deliveries_last_failure_kind_id_idx" on "deliveries"("last_failure_kind", "id");
create index "deliveries_is_test_id_idx" on "deliveries"("is_test", "id");
create index "deliveries_event_id_idx" on "deliveries"("event_id");
create index "runs_is_test_id_idx" on "runs"("is_test", "id");

-- Parts of order numbers, e-mail addresses and URLs. The extension is a part of PostgreSQL, but a
-- database may be set up without it or without the right to add it: searching is slower there, and
-- as right as elsewhere.
do $$
begin
  create extension if not exists pg_trgm;
  create index "orders_number_trgm_idx" on "orders" using gin ("number" gin_trgm_ops);
  create index "orders_email_trgm_idx" on "orders" using gin ("email" gin_trgm_ops);
  create index "deliveries_url_trgm_idx" on "deliveries" using gin ("url" gin_trgm_ops);
exception
  when insufficient_privilege or undefined_file or feature_not_supported or undefined_object then
    raise notice 'No pg_trgm here (%): free-text search reads whole tables.', sqlerrm;
end
$$;
