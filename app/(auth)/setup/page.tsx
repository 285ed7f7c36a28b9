import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { SetupForm } from "@/components/auth/setup-form";
import { ownerExists } from "@/lib/auth/owner-exists";

export const metadata: Metadata = { title: "Set up" };

export default async function SetupPage() {
  if (await ownerExists()) redirect("/");
  return (
    <>
      <h1 className="font-semibold text-xl">Create the owner account</h1>
      <p className="mt-1 mb-4 text-muted">
        This installation is new. Its owner may do everything, and signs in with this account.
      </p>
      <SetupForm />
    </>
  );
}
