import { CirclePause, TriangleAlert } from "lucide-react";

/** How it is shown that a target keeps failing, or, a step further, that it is paused for that. */
export const failingLook = (isPaused: boolean) =>
  isPaused
    ? { Icon: CirclePause, colors: "bg-warning-soft text-warning" }
    : { Icon: TriangleAlert, colors: "bg-danger-soft text-danger" };
