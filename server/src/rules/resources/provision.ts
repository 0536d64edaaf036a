// Moved to ../provision.ts, where rules of other groups may import it from.
export { provisionOf, type ResourceName } from '../provision.ts';
