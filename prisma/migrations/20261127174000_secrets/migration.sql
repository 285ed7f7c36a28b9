-- A secret that is rotated keeps its id, so that every version which refers to it signs with the new
-- value. The one before is a row of its own, and signs beside it until `previous_until`.
alter table "secrets"
    add column "previous_id" text,
    add column "previous_until" timestamptz(3),
    add column "rotated_at" timestamptz(3),
    -- Where the secret may be sent to, as scheme, host and port; null until it is known.
    add column "origin" text,
    -- Who entered it.
    add column "created_by" text;
alter table "secrets"
    add constraint "secrets_previous_id_fkey" foreign key ("previous_id") references "secrets" ("id")
    on delete set null on update cascade;
create index "secrets_previous_id_idx" on "secrets" ("previous_id");

-- What is there already belongs to the address that it is used with: the live one where there are
-- several. An address that can't be read here stays unknown, and counts as the next one it is
-- published with.
do $$
declare
    document record;
    node jsonb;
    address text;
begin
    for document in
        select graph, place from (
            select draft as graph, 0 as place, 0 as number from scenarios
            union all
            select graph, case when scenarios.published_version_id = version.id then 2 else 1 end,
                coalesce(version.number, 0)
            from scenario_versions as version join scenarios on scenarios.id = version.scenario_id
        ) as graphs
        where graph like '%"$secret"%'
        order by place, number
    loop
        begin
            for node in select value from jsonb_array_elements(document.graph::jsonb -> 'nodes') loop
                address := lower(substring(node -> 'config' ->> 'webhookUrl'
                    from '^[Hh][Tt][Tt][Pp][Ss]?://[a-zA-Z0-9.:\[\]-]+(?=[/?#]|$)'));
                continue when address is null;
                address := regexp_replace(regexp_replace(address, '^(https://.*):443$', '\1'),
                    '^(http://.*):80$', '\1');
                update secrets set origin = address
                where id in (select (regexp_matches(node ->> 'config',
                    '"\$secret":\s*"(sec_[0-9a-z]+)"', 'g'))[1]);
            end loop;
        exception when others then
            -- A document that PostgreSQL can't read, for half a character in a name: it is left.
            null;
        end;
    end loop;
end $$;
