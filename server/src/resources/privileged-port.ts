/** First port that a process needs no capability for (Linux manual, ip(7): ip_unprivileged_port_start). */
const FIRST_FREE = 1024;

/** True for a port that a process needs root or NET_BIND_SERVICE for, unless its pod or its runtime lowers the first free one. */
export function isPrivilegedPort(port: number | undefined): port is number {
  return port !== undefined && port > 0 && port < FIRST_FREE;
}
