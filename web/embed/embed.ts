// Entry point of embed.js: defines <go-park>, once, however often it is included.
import { GoPark } from './go_park';

if (!customElements.get('go-park')) customElements.define('go-park', GoPark);

export { GoPark };
