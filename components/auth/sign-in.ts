import { apiFetch } from "@/components/api";

/** Signs in with a password. "code" when the second step is still to come. */
export async function signInWith(email: string, password: string): Promise<"done" | "code"> {
  const answer = await apiFetch<{ twoFactorRedirect?: boolean }>("/api/auth/sign-in/email", {
    method: "POST",
    body: { email, password },
  });
  return answer.twoFactorRedirect ? "code" : "done";
}
