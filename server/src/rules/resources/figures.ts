// Moved to ../figures.ts, where rules of other groups may import it from.
export { figureFor } from '../figures.ts';
