// The slider over the run so far: where it stands, how far it is known, and marks where chance, or a
// person, decided something. The keyboard moves it like any slider.
import { useMemo } from 'preact/hooks';
import { formatNs } from '../../model/format';
import { marksOf, seekOf, sliderMax, sliderOf } from '../../model/transport';
import type { SimActions, SimProps } from './sim_props';

type TimeSliderProps = Pick<SimProps, 'batch' | 'choices'> & {
  readonly act: Pick<SimActions, 'seek'>;
};

const percent = (at: number): string => `${(100 * at) / sliderMax}%`;

/** TimeSlider seeks as it is dragged. */
export function TimeSlider({ batch, choices, act }: TimeSliderProps) {
  const branch = batch?.branches.find((one) => one.id === batch.branch);
  const nowNs = batch?.clockNs ?? 0;
  const endNs = Math.max(branch?.endNs ?? 0, nowNs);
  const at = sliderOf(nowNs, endNs);
  // While it plays the end may move with it; marks need not be drawn anew for each frame of that.
  const steady = batch?.activity === 'play' ? Math.ceil(endNs / 5e6) : endNs;
  const marks = useMemo(
    () => (batch ? marksOf(batch, choices, endNs) : []),
    [choices, steady, batch?.branches.length, batch?.branch],
  );
  return (
    <div class="time-slider">
      <span class="clock" title="Virtual time">
        {formatNs(nowNs)}
      </span>
      <div class="track">
        <div class="marks" aria-hidden="true">
          {marks.map((mark, index) => (
            <span
              key={index}
              class={`mark at-${mark.kind}`}
              title={mark.title}
              style={{ left: percent(mark.at) }}
            />
          ))}
        </div>
        <input
          type="range"
          min={0}
          max={sliderMax}
          value={at}
          style={{ '--at': percent(at) }}
          disabled={endNs === 0}
          aria-label="Virtual time"
          aria-valuetext={`${formatNs(nowNs)} of ${formatNs(endNs)}`}
          onInput={(event) =>
            act.seek(seekOf(Number(event.currentTarget.value), endNs, branch?.endEvents ?? 0))
          }
        />
      </div>
      <span class="clock end" title={branch?.ended === true ? 'The end' : 'As far as it has run'}>
        {formatNs(endNs)}
        {branch?.ended === true || endNs === 0 ? '' : ' so far'}
      </span>
    </div>
  );
}
