import type { TemplateView } from "@/lib/scenarios/schemas";
import { templates } from "@/lib/scenarios/templates";

/** The templates as the API shows them. */
export function listTemplates(): { items: TemplateView[] } {
  return {
    items: templates.map(({ key, name, description, needs }) => ({
      key,
      name,
      description,
      needs,
    })),
  };
}
