// The channels: the buffer as cells, who waits to send on its left, who waits to receive on its
// right. Many channels become small cards, and of very many those that somebody waits on are there.
import { useContext } from 'preact/hooks';
import { type ChannelPicture, type Picture, placeLine } from '../../engine/picture';
import { formatCount, formatShort } from '../../model/format';
import { BoardContext, Pick } from './board_context';
import { atMost } from './shown_objects';
import { TokenRow } from './token';

// Channels drawn as rows with everybody who waits; more are drawn as cards.
const rowsMax = 6;
const cardsMax = 40;
const cellsMax = 16;

function bufferWords({ capacity, buffered, closed }: ChannelPicture): string {
  const state = closed ? ', closed' : '';
  if (capacity === 0) return `unbuffered${state}`;
  const held = buffered === null ? '?' : formatCount(buffered);
  return `${held} of ${capacity === null ? '?' : formatCount(capacity)} buffered${state}`;
}

function channelTitle(channel: ChannelPicture): string {
  const line = placeLine(channel.place);
  const made = line > 0 ? `, made at line ${line}` : '';
  const { senders, receivers } = channel;
  return (
    `Channel ${channel.id}${made}: ${bufferWords(channel)}; ` +
    `${formatCount(senders.length)} waiting to send, ${formatCount(receivers.length)} to receive`
  );
}

// The buffer: a cell per value while there is room for that, a bar for a large one.
function Buffer({ channel }: { readonly channel: ChannelPicture }) {
  const { capacity, buffered } = channel;
  if (capacity === 0) return <span class="buffer none">unbuffered</span>;
  if (capacity === null) return <span class="buffer none">{formatShort(buffered ?? 0)} of ?</span>;
  if (capacity <= cellsMax) {
    return (
      <span class="buffer">
        {Array.from({ length: capacity }, (_, at) => (
          <i key={at} class={buffered !== null && at < buffered ? 'full' : ''} />
        ))}
      </span>
    );
  }
  return (
    <span class="buffer bar">
      <i style={{ width: `${(100 * (buffered ?? 0)) / capacity}%` }} />
      <span>
        {formatShort(buffered ?? 0)} / {formatShort(capacity)}
      </span>
    </span>
  );
}

interface ChannelProps {
  readonly channel: ChannelPicture;
}

function useChosen(id: number): boolean {
  const { selected } = useContext(BoardContext);
  return selected?.kind === 'object' && selected.id === id;
}

function Row({ channel }: ChannelProps) {
  const line = placeLine(channel.place);
  const chosen = useChosen(channel.id);
  return (
    <li class={chosen ? 'channel selected' : 'channel'} data-place={`channel ${channel.id}`}>
      <span class="seats senders">
        <TokenRow list={channel.senders} state="waiting" doing="waiting to send" max={3} />
      </span>
      <Pick
        selection={{ kind: 'object', id: channel.id }}
        class={channel.closed ? 'object closed' : 'object'}
        title={channelTitle(channel)}
      >
        <span class="name">
          chan {channel.id}
          {line > 0 && <small>line {line}</small>}
          {channel.closed && <small class="mark">closed</small>}
        </span>
        <Buffer channel={channel} />
      </Pick>
      <span class="seats receivers">
        <TokenRow list={channel.receivers} state="waiting" doing="waiting to receive" max={3} />
      </span>
    </li>
  );
}

function Card({ channel }: ChannelProps) {
  const { senders, receivers, capacity, buffered } = channel;
  const share = capacity === null || capacity === 0 ? 0 : (buffered ?? 0) / capacity;
  return (
    <li data-place={`channel ${channel.id}`}>
      <Pick
        selection={{ kind: 'object', id: channel.id }}
        class={channel.closed ? 'object card closed' : 'object card'}
        title={channelTitle(channel)}
      >
        <b>{senders.length > 0 ? formatShort(senders.length) : ''}</b>
        <span class="name">{channel.id}</span>
        <b>{receivers.length > 0 ? formatShort(receivers.length) : ''}</b>
        <i style={{ width: `${100 * share}%` }} />
      </Pick>
    </li>
  );
}

/** Channels draws the channels; nothing in a run that made none. */
export function Channels({ picture }: { readonly picture: Picture }) {
  const { channels, channelsMade } = picture;
  if (channels.kept === 0) return null;
  const rows = channels.list.length <= rowsMax;
  const shown = atMost(channels.list, cardsMax, (c) => c.senders.length + c.receivers.length);
  const hidden = Math.max(channels.kept, channelsMade) - shown.length;
  return (
    <section class="lane channels" aria-label="Channels">
      <header>
        <h3>Channels</h3>
        <span class="count">{formatShort(Math.max(channels.kept, channelsMade))}</span>
        {channels.waitedOn > 0 && (
          <span class="aside">{formatShort(channels.waitedOn)} waited on</span>
        )}
        <span class="legend" aria-hidden="true">
          {rows ? 'to send · buffer · to receive' : 'to send · channel · to receive'}
        </span>
      </header>
      <div class="lane-body">
        <ol class={rows ? 'rows' : 'cards'}>
          {shown.map((channel) =>
            rows ? (
              <Row key={channel.id} channel={channel} />
            ) : (
              <Card key={channel.id} channel={channel} />
            ),
          )}
        </ol>
        {hidden > 0 && <span class="more">and {formatCount(hidden)} more</span>}
      </div>
    </section>
  );
}
