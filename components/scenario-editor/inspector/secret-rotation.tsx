"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { RotateCw } from "lucide-react";
import { useState } from "react";
import { toast } from "sonner";
import { Allowed } from "@/components/access";
import { reasonOf, scenarioApi, secretKeys } from "@/components/scenarios/api";
import { ConfirmDialog } from "@/components/ui/alert-dialog";
import { Button } from "@/components/ui/button";
import { CopyButton } from "@/components/ui/copy-button";
import { Dialog, DialogContent, DialogFooter, DialogTrigger } from "@/components/ui/dialog";
import { Input } from "@/components/ui/input";
import { Field } from "@/components/ui/label";
import { RelativeTime } from "@/components/ui/relative-time";
import { Select } from "@/components/ui/select";
import { type GraphNode, nodeName } from "@/lib/scenarios/graph";
import { sameJson } from "@/lib/scenarios/operations";
import { OVERLAP_DAYS_MAX } from "@/lib/secrets/schemas";
import { checkSecret } from "@/lib/webhooks/rules";
import { useEditor, useEditorStore } from "../context";
import { generateSecret } from "./generate-secret";
import { useStoredSecrets } from "./use-stored-secrets";

const overlapOptions = Array.from({ length: OVERLAP_DAYS_MAX + 1 }, (_, days) => ({
  value: String(days),
  label: days === 0 ? "None: only the new one counts" : days === 1 ? "1 day" : `${days} days`,
}));

interface RotationProps {
  node: GraphNode;
  /** The id of the stored secret that signs. */
  secretId: string;
  /** The field of the node's config that refers to it. */
  field: string;
}

/** How the stored secret of a webhook is rotated, and until when the former one counts. */
export function SecretRotation(props: RotationProps) {
  const { node, secretId } = props;
  const secret = useStoredSecrets().get(secretId);
  return (
    <div className="flex min-w-0 flex-col gap-1.5">
      {secret?.overlapUntil ? <Overlap node={node} until={secret.overlapUntil} /> : null}
      <Allowed to="scenarios:write">
        <RotateDialog {...props} hasOverlap={Boolean(secret?.overlapUntil)} />
      </Allowed>
    </div>
  );
}

function useRefresh() {
  const client = useQueryClient();
  const scenarioId = useEditor((state) => state.scenarioId);
  return () => client.invalidateQueries({ queryKey: secretKeys.of(scenarioId) });
}

function Overlap({ node, until }: { node: GraphNode; until: string }) {
  const scenarioId = useEditor((state) => state.scenarioId);
  const refresh = useRefresh();
  const end = async () => {
    try {
      await scenarioApi.endOverlap(scenarioId, node.id);
      toast.success("Requests are signed with the new secret alone.");
    } catch (error) {
      toast.error(`The overlap goes on: ${reasonOf(error)}`);
      throw error;
    } finally {
      await refresh();
    }
  };
  return (
    <div className="flex flex-wrap items-center gap-1.5 rounded-md border bg-surface-2 p-2 text-xs">
      <p className="min-w-0 flex-1">
        Requests are signed with the former secret as well; that ends <RelativeTime value={until} />
        .
      </p>
      <Allowed to="scenarios:write">
        <ConfirmDialog
          trigger={<Button size="sm">End overlap now</Button>}
          title="End the overlap now?"
          description="A receiver that still has the former secret refuses what comes then, and what it refuses with a status of 4xx is not sent again by itself."
          confirmLabel="End overlap"
          cancelLabel="Keep both"
          onConfirm={end}
        />
      </Allowed>
    </div>
  );
}

function RotateDialog(props: RotationProps & { hasOverlap: boolean }) {
  const [isOpen, setIsOpen] = useState(false);
  return (
    <Dialog open={isOpen} onOpenChange={setIsOpen}>
      <DialogTrigger asChild>
        <Button size="sm" className="self-start">
          <RotateCw aria-hidden />
          Rotate secret…
        </Button>
      </DialogTrigger>
      <DialogContent
        title={`Rotate the secret of “${nodeName(props.node)}”`}
        description="It takes effect at once, without publishing: for waiting repeats and resends as well."
      >
        <RotateForm {...props} onDone={() => setIsOpen(false)} />
      </DialogContent>
    </Dialog>
  );
}

function RotateForm({
  node,
  secretId,
  field,
  hasOverlap,
  onDone,
}: RotationProps & { hasOverlap: boolean; onDone: () => void }) {
  const store = useEditorStore();
  const refresh = useRefresh();
  const [secret, setSecret] = useState(generateSecret);
  const [days, setDays] = useState("1");
  const fault = checkSecret(secret);
  const graph = useEditor((state) => state.history.present);
  const sharing = graph.nodes.filter(
    ({ id, config }) => id !== node.id && sameJson(config[field], { $secret: secretId }),
  );
  const rotate = useMutation({
    mutationFn: async () => {
      const { drain, scenarioId } = store.getState();
      if (!(await drain())) throw new Error("The latest changes could not be saved yet.");
      return scenarioApi.rotateSecret(scenarioId, node.id, { secret, overlapDays: Number(days) });
    },
    onSuccess: () => {
      toast.success("Requests are signed with the new secret from now on.");
      onDone();
    },
    onSettled: refresh,
  });
  return (
    <form
      noValidate
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        if (fault === null && !rotate.isPending) rotate.mutate();
      }}
    >
      <Field
        label="New secret"
        hint="Copy it for the receiver now: it is not shown again. One of your own works as well."
        error={fault}
      >
        {(control) => (
          <span className="flex items-center gap-1">
            <Input
              {...control}
              data-own-undo
              spellCheck={false}
              autoComplete="off"
              className="min-w-0 flex-1 font-mono text-xs"
              value={secret}
              onChange={({ target }) => {
                rotate.reset();
                setSecret(target.value);
              }}
            />
            <CopyButton value={secret} label="Copy the new secret" />
          </span>
        )}
      </Field>
      <Field
        label="The former secret counts as well for"
        hint="Meanwhile “webhook-signature” carries two signatures, one by each secret."
      >
        {(control) => (
          <Select {...control} value={days} onValueChange={setDays} options={overlapOptions} />
        )}
      </Field>
      <div className="flex flex-col gap-1 text-sm">
        <p className="font-medium">What the receiver has to do</p>
        <ul className="list-disc pl-5 text-muted">
          <li>
            Where it checks <code>webhook-signature</code>, as the libraries of Standard Webhooks
            do: replace the secret within this time. Either of the two is accepted until then.
          </li>
          <li>
            Where it checks <code>X-Webhook-Signature</code>: that is made with the new secret
            alone, from now on. Let it accept both secrets before you rotate.
          </li>
        </ul>
        {hasOverlap ? (
          <p className="text-warning">
            The secret of before the last rotation still counts; with this one it ends.
          </p>
        ) : null}
        {sharing.length > 0 ? (
          <p className="text-warning">
            It also signs what these send, which were copied with it:{" "}
            {sharing.map((other) => `“${nodeName(other)}”`).join(", ")}. Their receivers need the
            new one too.
          </p>
        ) : null}
      </div>
      {rotate.isError ? (
        <p role="alert" className="text-danger text-sm">
          Nothing was changed: {reasonOf(rotate.error)}
        </p>
      ) : null}
      <DialogFooter>
        <Button onClick={onDone}>Cancel</Button>
        <Button type="submit" variant="primary" busy={rotate.isPending} disabled={fault !== null}>
          Rotate the secret
        </Button>
      </DialogFooter>
    </form>
  );
}
