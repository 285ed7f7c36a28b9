import type { Metadata } from "next";
import Link from "next/link";
import { ForgotPasswordForm } from "@/components/auth/forgot-password-form";

export const metadata: Metadata = { title: "Forgot password" };

export default function ForgotPasswordPage() {
  return (
    <>
      <h1 className="font-semibold text-xl">Forgot your password?</h1>
      <p className="mt-1 mb-4 text-muted">Ask for a link with which you set a new one.</p>
      <ForgotPasswordForm />
      <p className="mt-4">
        <Link href="/sign-in" className="text-accent underline">
          Back to the sign-in page
        </Link>
      </p>
    </>
  );
}
