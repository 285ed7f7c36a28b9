import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { safeNext } from "@/components/auth/safe-next";
import { SignInForm } from "@/components/auth/sign-in-form";
import { SingleSignOnButton } from "@/components/auth/single-sign-on-button";
import { singleSignOnWords } from "@/components/auth/words";
import { currentUser } from "@/lib/auth/current-user";
import { ownerExists } from "@/lib/auth/owner-exists";
import { singleSignOn } from "@/lib/auth/single-sign-on";

export const metadata: Metadata = { title: "Sign in" };

export default async function SignInPage({
  searchParams,
}: {
  searchParams: Promise<{ next?: string | string[]; error?: string | string[] }>;
}) {
  if (!(await ownerExists())) redirect("/setup");
  const { next: wanted, error } = await searchParams;
  const next = safeNext(wanted);
  if (await currentUser()) redirect(next);
  const sso = singleSignOn();
  return (
    <SignInForm
      next={next}
      problem={sso && error !== undefined ? singleSignOnWords(String(error), sso.label) : null}
      otherWays={sso ? <SingleSignOnButton label={sso.label} next={next} /> : null}
    />
  );
}
