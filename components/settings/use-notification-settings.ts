"use client";

import { useQueryClient } from "@tanstack/react-query";
import { toast } from "sonner";
import type { z } from "zod";
import {
  apiFetch,
  type NotificationSend,
  type NotificationSettings,
  notificationKeys,
  problemText,
} from "@/components/api";
import { checked, fieldErrors } from "@/components/api/fields";
import { useAction } from "@/components/api/use-action";
import type { Channel } from "@/lib/notifications/kinds";
import { updateNotificationSettingsSchema } from "@/lib/notifications/schemas";

type Changes = z.input<typeof updateNotificationSettingsSchema>;

/** Saves a part of the settings of notifications. */
export function useSaveNotificationSettings(onSaved: () => void) {
  const client = useQueryClient();
  return useAction({
    mutationFn: async (changes: Changes) => {
      const body = checked(updateNotificationSettingsSchema, changes);
      return apiFetch<NotificationSettings>("/api/v1/notifications/settings", {
        method: "PATCH",
        body,
      });
    },
    // A secret is not kept among the mutations.
    gcTime: 0,
    onSuccess: (settings) => {
      client.setQueryData(notificationKeys.detail("settings"), settings);
      onSaved();
      toast.success("Saved.");
      // Other kinds may be under the bell now.
      void client.invalidateQueries({ queryKey: notificationKeys.lists });
    },
    onError: (error) => {
      if (!fieldErrors(error)) toast.error(`Not saved: ${problemText(error)}`);
    },
  });
}

/** Sends a test message over a channel; its result is then among the last messages. */
export function useTestChannel(channel: Channel) {
  const client = useQueryClient();
  return useAction({
    mutationFn: () =>
      apiFetch<NotificationSend>("/api/v1/notifications/test", {
        method: "POST",
        body: { channel },
      }),
    onSuccess: ({ status }) => {
      if (status === "succeeded") toast.success("The test has arrived.");
      else toast.error("The test did not arrive; see why below.");
    },
    onError: (error) => {
      toast.error(`Not sent: ${problemText(error)}`);
    },
    onSettled: () => client.invalidateQueries({ queryKey: notificationKeys.detail("settings") }),
  });
}
