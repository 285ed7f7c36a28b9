"use client";

import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useState } from "react";
import { apiFetch, type InboxMessage, inboxKeys, problemText } from "@/components/api";
import { headerText } from "@/components/deliveries/attempt-card";
import { messageAsCurl } from "@/components/inboxes/as-curl";
import { CheckSignature } from "@/components/inboxes/check-signature";
import { sizeWords } from "@/components/inboxes/words";
import { Button } from "@/components/ui/button";
import { CodeBlock, prettyJson } from "@/components/ui/code-block";
import { CopyButton } from "@/components/ui/copy-button";
import { Mono } from "@/components/ui/mono";

const REPLACED = "\ufffd";

/** Where a message comes from: the delivery and the run of ours. */
function Origin({ message }: { message: InboxMessage }) {
  const { deliveryId, runId } = message;
  if (!deliveryId) return <p className="text-muted">Not linked to a delivery of this instance.</p>;
  return (
    <p className="flex flex-wrap gap-x-4 gap-y-1">
      <span>
        <span className="text-muted">Delivery </span>
        <Link href={`/deliveries/${deliveryId}`} className="text-accent hover:underline">
          <Mono value={deliveryId} max={36} />
        </Link>
      </span>
      {runId ? (
        <span>
          <span className="text-muted">Run </span>
          <Link href={`/runs/${runId}`} className="text-accent hover:underline">
            <Mono value={runId} max={36} />
          </Link>
        </span>
      ) : null}
    </p>
  );
}

/** All of a message: where it is from, its signature, headers and body. */
export function MessageDetail({ inboxId, message }: { inboxId: string; message: InboxMessage }) {
  const [wantsAll, setWantsAll] = useState(false);
  const [isRaw, setIsRaw] = useState(false);
  const path = `/api/v1/inboxes/${encodeURIComponent(inboxId)}/messages/${message.id}`;
  const whole = useQuery({
    queryKey: [...inboxKeys.messages(inboxId), "one", message.id],
    queryFn: ({ signal }) => apiFetch<InboxMessage>(path, { signal }),
    enabled: wantsAll,
    staleTime: Number.POSITIVE_INFINITY,
  });
  const { body, bodyIsCut, bodySize } = whole.data ?? message;
  const canReplay = !bodyIsCut && !body.includes(REPLACED);
  return (
    <>
      <Origin message={message} />
      <CheckSignature path={path} message={message} />
      <div className="flex flex-wrap items-center gap-2">
        <span className="text-muted">Body: {sizeWords(bodySize)}</span>
        <Button size="sm" aria-pressed={isRaw} onClick={() => setIsRaw(!isRaw)}>
          Body as it arrived
        </Button>
        {canReplay ? (
          <CopyButton value={() => messageAsCurl({ ...message, body })}>
            Copy as curl to localhost
          </CopyButton>
        ) : null}
        {bodyIsCut && !whole.data ? (
          <Button size="sm" busy={whole.isFetching} onClick={() => setWantsAll(true)}>
            Load more of the body
          </Button>
        ) : null}
      </div>
      {bodyIsCut ? (
        <p className="text-muted">
          {whole.data ? "The rest of the body was not kept." : "Only the beginning is shown."}
        </p>
      ) : null}
      {whole.error ? (
        <p role="alert" className="text-danger">
          The body could not be loaded: {problemText(whole.error)}
        </p>
      ) : null}
      <div className="grid gap-3 lg:grid-cols-2">
        <CodeBlock label="Headers" code={headerText(message.headers)} />
        <CodeBlock label="Body" code={isRaw ? body : prettyJson(body)} />
      </div>
    </>
  );
}
