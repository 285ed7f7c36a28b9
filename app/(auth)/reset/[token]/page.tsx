import type { Metadata } from "next";
import { LinkOver } from "@/components/auth/link-over";
import { NewPasswordForm } from "@/components/auth/new-password-form";
import { SignedInNote } from "@/components/auth/signed-in-note";
import { currentUser } from "@/lib/auth/current-user";
import { readReset } from "@/lib/people/read-link";

export const metadata: Metadata = { title: "New password" };

export default async function ResetPage({ params }: { params: Promise<{ token: string }> }) {
  const { token } = await params;
  const reset = await readReset(token);
  if (!reset) {
    return (
      <LinkOver title="This link is over">
        <p>
          It was used or replaced by a newer one, or its day has passed. Links also break when they
          are not copied whole.
        </p>
        <p>If you have set a password with it, sign in. If not, ask an owner for a new link.</p>
      </LinkOver>
    );
  }
  const user = await currentUser();
  return (
    <>
      <h1 className="font-semibold text-xl">Set a new password</h1>
      <p className="mt-1 mb-4 text-muted">
        It takes the place of the old one, and signs you out everywhere else.
      </p>
      <SignedInNote
        as={user?.email === reset.email ? undefined : user?.email}
        email={reset.email}
      />
      <NewPasswordForm link="reset" token={token} email={reset.email} />
    </>
  );
}
