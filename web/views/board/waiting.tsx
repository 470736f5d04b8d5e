// The parked goroutines, grouped by what they wait for. Those of the runtime itself share one line:
// they are always there and rarely what one is looking for.
import { waitReasons } from '../../engine/event_types';
import { isSystem, type Picture, type WaitGroupPicture } from '../../engine/picture';
import { formatShort } from '../../model/format';
import { GList } from './g_list';
import { Token } from './token';

export interface WaitingProps {
  readonly picture: Picture;
  readonly resting: boolean;
}

function reasonOf({ reason, leaked }: WaitGroupPicture): string {
  const words = waitReasons[reason] ?? 'unknown wait reason';
  return leaked ? `${words}, leaked` : words;
}

function ofTheRuntime({ list }: WaitGroupPicture): boolean {
  return list.ids.length > 0 && list.functions.every(isSystem);
}

function RuntimeGroup({ groups }: { readonly groups: readonly WaitGroupPicture[] }) {
  return (
    <div class="group" data-place="waiting runtime">
      <span class="label">
        of the runtime
        <b>{groups.reduce((sum, { list }) => sum + list.length, 0)}</b>
      </span>
      <span class="tokens">
        {groups.flatMap((group) =>
          Array.from(group.list.ids, (id, at) => (
            <Token
              key={id}
              id={id}
              state="waiting"
              marked={group.list.functions[at] ?? 0}
              place={0}
              doing={reasonOf(group)}
            />
          )),
        )}
      </span>
    </div>
  );
}

/** Waiting is the lane of parked goroutines. */
export function Waiting({ picture, resting }: WaitingProps) {
  const runtime = picture.groups.filter(ofTheRuntime);
  const groups = picture.groups.filter((group) => !ofTheRuntime(group));
  return (
    <section class="lane waiting" aria-label="Waiting goroutines">
      <header>
        <h3>Waiting</h3>
        <span class="count">{formatShort(picture.waiting)}</span>
      </header>
      <div class="lane-body">
        {resting && <p class="hint">Parked goroutines, by what they wait for.</p>}
        {groups.map((group) => (
          <div
            class={group.leaked ? 'group leaked' : 'group'}
            key={reasonOf(group)}
            data-place={`waiting ${reasonOf(group)}`}
          >
            <span class="label">
              {reasonOf(group)}
              <b>{formatShort(group.list.length)}</b>
            </span>
            <GList
              list={group.list}
              state={group.leaked ? 'leaked' : 'waiting'}
              what={`waiting: ${reasonOf(group)}`}
              tokensMax={20}
              heightMaxPx={96}
            />
          </div>
        ))}
        {runtime.length > 0 && <RuntimeGroup groups={runtime} />}
      </div>
    </section>
  );
}
