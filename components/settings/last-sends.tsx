"use client";

import type { NotificationSend } from "@/components/api";
import { RelativeTime } from "@/components/ui/relative-time";
import { StatusBadge, TestBadge } from "@/components/ui/status-badge";

/** How the newest messages of a channel went; nothing where none was sent. */
export function LastSends({ label, sends }: { label: string; sends: readonly NotificationSend[] }) {
  if (sends.length === 0) return null;
  return (
    <div className="flex flex-col gap-1 border-t pt-3">
      <h4 className="text-muted text-xs">{label}</h4>
      <ul aria-label={label} className="flex flex-col gap-2">
        {sends.map((send) => (
          <Send key={send.id} send={send} />
        ))}
      </ul>
    </div>
  );
}

function Send({ send }: { send: NotificationSend }) {
  const { status, isTest, statusCode, durationMs, failure, attempts, lastAttemptAt } = send;
  const isWaiting = status === "pending" && send.nextAttemptAt !== null;
  return (
    <li className="flex flex-col gap-0.5 text-sm">
      <span className="flex flex-wrap items-center gap-x-2 gap-y-1">
        <StatusBadge status={isWaiting ? "retrying" : status} />
        {isTest ? <TestBadge /> : null}
        <span className="text-muted">
          <RelativeTime value={lastAttemptAt ?? send.createdAt} />
          {statusCode === null ? "" : `, status ${statusCode}`}
          {durationMs === null ? "" : `, ${durationMs} ms`}
          {attempts > 1 ? `, attempt ${attempts}` : ""}
          {isWaiting ? (
            <>
              , again <RelativeTime value={send.nextAttemptAt} />
            </>
          ) : null}
        </span>
      </span>
      {failure ? (
        <p className="break-words">
          {failure.message} <span className="text-muted">{failure.hint}</span>
        </p>
      ) : null}
    </li>
  );
}
