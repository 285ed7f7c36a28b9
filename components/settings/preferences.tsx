"use client";

import { useQuery } from "@tanstack/react-query";
import { ReadOnlyUnless } from "@/components/access";
import { apiFetch, type Settings, settingsKeys } from "@/components/api";
import { PreferenceForm } from "@/components/settings/preference-form";
import { preferenceTexts } from "@/components/settings/preference-texts";
import { Section } from "@/components/shell/page";
import { ErrorState } from "@/components/ui/error-state";
import { Skeleton } from "@/components/ui/skeleton";

const SECTIONS = ["replay", "retention", "failingTargets"] as const;

/** What the admins choose for the instance: a section for each preference. */
export function Preferences() {
  const { data, error, isPending, refetch } = useQuery({
    queryKey: settingsKeys.lists,
    queryFn: ({ signal }) => apiFetch<Settings>("/api/v1/settings", { signal }),
  });
  if (isPending) return SECTIONS.map((name) => <Skeleton key={name} className="h-36 w-full" />);
  if (!data) {
    return (
      <ErrorState title="The preferences could not be loaded" error={error} onRetry={refetch} />
    );
  }
  return SECTIONS.map((name) => {
    const { title, description } = preferenceTexts[name];
    return (
      <Section key={name} title={title}>
        <p className="text-muted">{description}</p>
        <ReadOnlyUnless may="settings:write">
          <PreferenceForm name={name} stored={data.preferences[name]} />
        </ReadOnlyUnless>
      </Section>
    );
  });
}
