import { type Role, roles } from "@/lib/auth/permissions";

/** What each role may do, for whoever gives it or gets it. */
export const roleTexts: Readonly<Record<Role, string>> = {
  viewer: "sees everything, and changes nothing.",
  editor: "changes and runs scenarios, creates orders, and resends deliveries.",
  owner: "does everything, and manages people, API keys and settings.",
};

export const roleOptions = roles.map((role) => ({
  value: role,
  label: `${role.slice(0, 1).toUpperCase()}${role.slice(1)}`,
}));
