/** Why an item was not sent, in words. */
export const reasons = {
  elsewhere: "It is in another replay that has not sent it yet.",
  gone: "There is no such delivery any more.",
  sending: "It was being sent when its turn came.",
  pending: "Its first attempt was still to come when its turn came.",
  arrived: "It arrived after the replay had been started.",
  lost: "The engine did not send it within a day, although it was asked again.",
  cancelled: "The replay was cancelled before its turn came.",
  abandoned: "The replay could not be carried on; see the server's log.",
} as const;
