import type { Metadata } from "next";
import { LinkOver } from "@/components/auth/link-over";
import { NewPasswordForm } from "@/components/auth/new-password-form";
import { SignedInNote } from "@/components/auth/signed-in-note";
import { roleTexts } from "@/components/settings/people-roles";
import { currentUser } from "@/lib/auth/current-user";
import { readInvitation } from "@/lib/people/read-link";

export const metadata: Metadata = { title: "Invitation" };

export default async function InvitePage({ params }: { params: Promise<{ token: string }> }) {
  const { token } = await params;
  const invitation = await readInvitation(token);
  if (!invitation) {
    return (
      <LinkOver title="This invitation is over">
        <p>
          It was accepted, replaced by a newer one or withdrawn, or its week has passed. Links also
          break when they are not copied whole.
        </p>
        <p>If you have made your account with it, sign in. If not, ask an owner for a new one.</p>
      </LinkOver>
    );
  }
  const { email, role } = invitation;
  return (
    <>
      <h1 className="font-semibold text-xl">You are invited</h1>
      <p className="mt-1 mb-4 text-muted">
        Choose a password to sign in here. {role === "viewer" ? "A" : "An"} {role} {roleTexts[role]}
      </p>
      <SignedInNote as={(await currentUser())?.email} email={email} />
      <NewPasswordForm link="invitation" token={token} email={email} />
    </>
  );
}
