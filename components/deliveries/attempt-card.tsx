"use client";

import { ChevronRight, CircleCheck, CircleX, LoaderCircle } from "lucide-react";
import { useState } from "react";
import type { Attempt } from "@/components/api";
import { AttemptFailure } from "@/components/deliveries/failure-note";
import { Timings } from "@/components/deliveries/timings";
import { VerifySignature } from "@/components/deliveries/verify-signature";
import { asCurl, failureTitle, msWords, wasSent } from "@/components/deliveries/words";
import { Badge } from "@/components/ui/badge";
import { CodeBlock, prettyJson } from "@/components/ui/code-block";
import { CopyButton } from "@/components/ui/copy-button";
import { RelativeTime } from "@/components/ui/relative-time";

const TRIGGERS: Record<string, string> = {
  automatic: "Automatic",
  manual: "Resent by hand",
  test: "Test",
  probe: "Tried while its target was paused",
};

export function headerText(headers: Record<string, string | string[]>): string {
  return Object.entries(headers)
    .flatMap(([name, value]) => [value].flat().map((each) => `${name}: ${each}`))
    .join("\n");
}

/** How an attempt ended, with word and icon. */
function Outcome({ attempt }: { attempt: Attempt }) {
  const code = attempt.response?.statusCode;
  if (attempt.failure) {
    return (
      <Badge tone="danger">
        <CircleX aria-hidden />
        {code ? `${code} ` : ""}
        {failureTitle(attempt.failure.kind)}
      </Badge>
    );
  }
  if (code !== undefined) {
    return (
      <Badge tone="success">
        <CircleCheck aria-hidden />
        {code} Accepted
      </Badge>
    );
  }
  return (
    <Badge tone="info">
      <LoaderCircle aria-hidden className="animate-spin" />
      Sending
    </Badge>
  );
}

/** What was sent and what came back, side by side. */
function Exchange({ attempt, sent }: { attempt: Attempt; sent: string }) {
  const { response } = attempt;
  const notSent = wasSent(attempt) ? "" : " (not sent)";
  return (
    <div className="grid gap-3 lg:grid-cols-2">
      <div className="flex min-w-0 flex-col gap-3">
        <CodeBlock label={`Request headers${notSent}`} code={headerText(attempt.request.headers)} />
        <CodeBlock label={`Request body${notSent}`} code={prettyJson(sent)} />
      </div>
      {response ? (
        <div className="flex min-w-0 flex-col gap-3">
          <CodeBlock
            label={`Response headers · ${response.statusCode}`}
            code={headerText(response.headers)}
          />
          <CodeBlock
            label={response.truncated ? "Response body (cut off)" : "Response body"}
            code={prettyJson(response.body)}
          />
        </div>
      ) : (
        <p className="text-muted">
          {notSent
            ? "Nothing was sent, so there was no answer."
            : attempt.failure
              ? "There was no answer."
              : "There is no answer yet."}
        </p>
      )}
    </div>
  );
}

export function AttemptCard({
  attempt,
  url,
  body,
  defaultOpen,
}: {
  attempt: Attempt;
  url: string;
  body: string;
  defaultOpen: boolean;
}) {
  // Only the first time: a newer attempt must not close the one being read.
  const [openAtFirst] = useState(defaultOpen);
  const sent = attempt.request.body ?? body;
  const { response } = attempt;
  return (
    <details open={openAtFirst} className="group/attempt rounded-md border bg-surface">
      <summary className="flex min-h-10 cursor-pointer list-none flex-wrap items-center gap-x-3 gap-y-1 rounded-md px-3 py-2 [&::-webkit-details-marker]:hidden">
        <ChevronRight
          aria-hidden
          className="size-4 shrink-0 text-muted transition-transform group-open/attempt:rotate-90"
        />
        <span className="font-medium">Attempt {attempt.number}</span>
        <Outcome attempt={attempt} />
        <span className="text-muted">{TRIGGERS[attempt.trigger] ?? attempt.trigger}</span>
        <span className="ml-auto flex gap-3 text-muted tabular-nums">
          {attempt.durationMs !== null ? <span>{msWords(attempt.durationMs)}</span> : null}
          <RelativeTime value={attempt.startedAt} />
        </span>
      </summary>
      <div className="flex flex-col gap-3 border-t p-3">
        {attempt.note ? <p className="text-muted">{attempt.note}</p> : null}
        {attempt.failure ? <AttemptFailure failure={attempt.failure} /> : null}
        <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
          {attempt.timings ? <Timings timings={attempt.timings} /> : null}
          {attempt.remoteAddress ? (
            <p className="text-xs">
              <span className="text-muted">{response ? "Answered from " : "Connected to "}</span>
              <span className="font-mono">{attempt.remoteAddress}</span>
            </p>
          ) : null}
          <span className="ml-auto flex flex-wrap gap-2">
            <VerifySignature attempt={attempt} body={sent} />
            {attempt.prunedAt ? null : (
              <CopyButton value={() => asCurl(url, attempt, sent)}>Copy as curl</CopyButton>
            )}
          </span>
        </div>
        {attempt.prunedAt ? (
          <p className="text-muted">
            Its headers and the body of its answer were removed{" "}
            <RelativeTime value={attempt.prunedAt} />, since it is older than Settings say to keep
            them. How it ended stays.
          </p>
        ) : (
          <Exchange attempt={attempt} sent={sent} />
        )}
      </div>
    </details>
  );
}
