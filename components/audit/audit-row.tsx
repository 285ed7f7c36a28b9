"use client";

import { ListFilter } from "lucide-react";
import Link from "next/link";
import type { AuditEntry } from "@/components/api";
import { targetHref } from "@/components/audit/target-href";
import { deviceName } from "@/components/settings/account-device";
import { from } from "@/components/shell/list-table";
import { Button } from "@/components/ui/button";
import { MiddleTruncate } from "@/components/ui/middle-truncate";
import { RelativeTime } from "@/components/ui/relative-time";
import { TD, TR } from "@/components/ui/table";
import { didToSelf } from "@/lib/audit/actions";

/** The thing, as a link where it has a page; nothing where somebody did something to themselves. */
function Target({ entry }: { entry: AuditEntry }) {
  const { target, actor } = entry;
  if (target.name === "" || target.id === actor.id) return null;
  const href = target.isGone ? null : targetHref(target);
  return href ? (
    <Link href={href} className="font-medium hover:text-accent hover:underline">
      {target.name}
    </Link>
  ) : (
    <span className="font-medium">{target.name}</span>
  );
}

export function AuditRow({
  entry,
  onFilter,
}: {
  entry: AuditEntry;
  /** Shows only what was done to this one's thing. */
  onFilter: (targetId: string) => void;
}) {
  const { actor, target, more, ipAddress, userAgent } = entry;
  const did = target.id === actor.id ? didToSelf(entry.did) : entry.did;
  return (
    <TR>
      <TD className="min-w-24 py-2 align-top text-muted">
        <RelativeTime value={entry.createdAt} />
      </TD>
      <TD className={`${from.sm} w-48 max-w-48 py-2 align-top`}>
        <MiddleTruncate value={actor.name} tail={12} />
      </TD>
      <TD className="wrap-anywhere w-full whitespace-normal py-2 align-top">
        <span className="sm:hidden">{actor.name} </span>
        {did} <Target entry={entry} />
        {more === null ? null : <span className="text-muted"> · {more}</span>}
      </TD>
      <TD className={`${from.md} w-56 max-w-56 py-2 align-top text-muted`}>
        {ipAddress === null && userAgent === null ? (
          "–"
        ) : (
          <>
            <span className="block font-mono text-xs">{ipAddress ?? "–"}</span>
            {userAgent === null ? null : (
              <span className="block truncate" title={userAgent}>
                {deviceName(userAgent)}
              </span>
            )}
          </>
        )}
      </TD>
      <TD className="py-0.5 align-top">
        {target.name === "" ? null : (
          <Button
            variant="ghost"
            size="icon"
            aria-label={`Only what was done to ${target.name}`}
            title="Only what was done to this"
            onClick={() => onFilter(target.id)}
          >
            <ListFilter aria-hidden />
          </Button>
        )}
      </TD>
    </TR>
  );
}
