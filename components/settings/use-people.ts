"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { toast } from "sonner";
import {
  accountKeys,
  apiFetch,
  invitationKeys,
  type Person,
  peopleKeys,
  problemText,
} from "@/components/api";
import type { Role } from "@/lib/auth/permissions";

export const personPath = ({ id }: Person, verb = "") =>
  `/api/v1/people/${encodeURIComponent(id)}${verb}`;

/** Does something to a person, and tells how it went. Rethrows, for the dialog that asked. */
export function useManage() {
  const client = useQueryClient();
  return async <T>(work: () => Promise<T>, done?: string): Promise<T> => {
    try {
      const result = await work();
      if (done) toast.success(done);
      return result;
    } catch (error) {
      toast.error(`Not done: ${problemText(error)}`);
      throw error;
    } finally {
      void client.invalidateQueries({ queryKey: peopleKeys.all });
    }
  };
}

/** Changes the role of a person. `pending` is the new one until the list has it. */
export function useChangeRole(person: Person, isSelf: boolean) {
  const client = useQueryClient();
  const router = useRouter();
  const mutation = useMutation({
    mutationFn: (role: Role) =>
      apiFetch<void>(personPath(person), { method: "PATCH", body: { role } }),
    onSuccess: async (_, role) => {
      toast.success(`${person.name} is ${role === "viewer" ? "a" : "an"} ${role} now.`);
      if (!isSelf) return client.invalidateQueries({ queryKey: peopleKeys.all });
      // No longer an owner: what only owners see goes, here and in what the server draws.
      router.refresh();
      client.removeQueries({ queryKey: invitationKeys.all });
      return client.invalidateQueries({ queryKey: accountKeys.all });
    },
    onError: (error) => {
      toast.error(`The role is not changed: ${problemText(error)}`);
    },
  });
  return {
    change: (role: Role) => mutation.mutate(role),
    /** Rejects when it was refused, for the dialog that asked. Either way it is told. */
    changeAsked: (role: Role) => mutation.mutateAsync(role),
    isBusy: mutation.isPending,
    pending: mutation.isPending ? mutation.variables : null,
  };
}
