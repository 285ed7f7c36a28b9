"use client";

import { Ellipsis, KeyRound, LogOut, ShieldOff, UserMinus } from "lucide-react";
import { useRef, useState } from "react";
import { apiFetch, type Person, type ResetLink } from "@/components/api";
import type { ShownLink } from "@/components/settings/people-link";
import { personPath, useManage } from "@/components/settings/use-people";
import { ConfirmDialog } from "@/components/ui/alert-dialog";
import { Button } from "@/components/ui/button";
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuSeparator,
  DropdownMenuTrigger,
} from "@/components/ui/dropdown-menu";

type Question = "reset" | "signOut" | "twoFactor" | "remove";

/** What an owner can do for a person, or to them; each is asked about first. */
export function PersonMenu({
  person,
  onLink,
}: {
  person: Person;
  onLink: (link: ShownLink) => void;
}) {
  const [question, setQuestion] = useState<Question | null>(null);
  const manage = useManage();
  const { name, email } = person;

  const made = useRef<ResetLink | null>(null);
  const makeLink = async () => {
    const path = personPath(person, "/reset-link");
    made.current = await manage(() => apiFetch<ResetLink>(path, { method: "POST", body: {} }));
  };
  const close = () => {
    setQuestion(null);
    // Shown when the dialog is gone, which keeps the focus until then.
    if (made.current) {
      onLink({ title: `Give this link to ${email}, to set a new password.`, ...made.current });
    }
    made.current = null;
  };
  const questions: Record<
    Question,
    {
      title: string;
      description: string;
      confirmLabel: string;
      danger: boolean;
      onConfirm: () => Promise<unknown>;
    }
  > = {
    reset: {
      title: `Make a link with which ${name} sets a new password?`,
      description:
        "The old password works until it is used, and is then replaced. A link that you made before ends now.",
      confirmLabel: "Make a link",
      danger: false,
      onConfirm: makeLink,
    },
    signOut: {
      title: `Sign ${name} out everywhere?`,
      description: "On all their devices they have to sign in again, and can.",
      confirmLabel: "Sign out",
      danger: true,
      onConfirm: () =>
        manage(
          () => apiFetch<void>(personPath(person, "/sign-out"), { method: "POST", body: {} }),
          `${name} is signed out.`,
        ),
    },
    twoFactor: {
      title: `Switch the second step of ${name} off?`,
      description:
        "For somebody who has lost their phone and their recovery codes. Their password alone lets them in until they switch it on again.",
      confirmLabel: "Switch off",
      danger: true,
      onConfirm: () =>
        manage(
          () => apiFetch<void>(personPath(person, "/two-factor"), { method: "DELETE" }),
          `The second step of ${name} is off.`,
        ),
    },
    remove: {
      title: `Remove ${name}?`,
      description: `${email} is signed out and can no longer sign in, and links that they made to invite people or set passwords end. API keys that they made go on working until somebody revokes them. What they did stays, also in the audit log. This cannot be undone; they can be invited again.`,
      confirmLabel: "Remove person",
      danger: true,
      onConfirm: () =>
        manage(
          () => apiFetch<void>(personPath(person), { method: "DELETE" }),
          `${name} is removed.`,
        ),
    },
  };
  const asked = question === null ? null : questions[question];

  return (
    <>
      <DropdownMenu>
        <DropdownMenuTrigger asChild>
          <Button variant="ghost" size="icon-sm" aria-label={`More for ${email}`}>
            <Ellipsis aria-hidden />
          </Button>
        </DropdownMenuTrigger>
        <DropdownMenuContent>
          <DropdownMenuItem onSelect={() => setQuestion("reset")}>
            <KeyRound aria-hidden /> Link for a new password
          </DropdownMenuItem>
          <DropdownMenuItem onSelect={() => setQuestion("signOut")}>
            <LogOut aria-hidden /> Sign out everywhere
          </DropdownMenuItem>
          {person.twoFactor ? (
            <DropdownMenuItem onSelect={() => setQuestion("twoFactor")}>
              <ShieldOff aria-hidden /> Switch the second step off
            </DropdownMenuItem>
          ) : null}
          <DropdownMenuSeparator />
          <DropdownMenuItem danger onSelect={() => setQuestion("remove")}>
            <UserMinus aria-hidden /> Remove
          </DropdownMenuItem>
        </DropdownMenuContent>
      </DropdownMenu>
      {asked ? (
        <ConfirmDialog
          open
          onOpenChange={(open) => {
            if (!open) close();
          }}
          cancelLabel="Cancel"
          {...asked}
        />
      ) : null}
    </>
  );
}
