// The board's body: it lets goroutines be seen moving from one picture to the next, and moves the
// focus among what can be selected.
import { Component, type ComponentChildren, createRef } from 'preact';
import type { Picture } from '../../engine/picture';
import { Flights, type Seats } from './flights';
import { Roving } from './roving';

export interface MovingProps {
  readonly picture: Picture;
  readonly on: boolean;
  readonly children: ComponentChildren;
}

/** Moving wraps everything on the board that has a place. */
export class Moving extends Component<MovingProps> {
  private readonly body = createRef<HTMLDivElement>();
  private readonly layer = createRef<HTMLDivElement>();
  private flights: Flights | null = null;
  private roving: Roving | null = null;

  override componentDidMount(): void {
    const [body, layer] = [this.body.current, this.layer.current];
    if (!body || !layer) return;
    this.flights = new Flights(body, layer);
    this.roving = new Roving(body);
    this.roving.refresh();
  }

  override componentWillUnmount(): void {
    this.roving?.dispose();
  }

  override getSnapshotBeforeUpdate(before: MovingProps): Seats | null {
    const changed = before.picture !== this.props.picture;
    return changed && this.props.on ? (this.flights?.look() ?? null) : null;
  }

  override componentDidUpdate(before: MovingProps, _: object, seats: Seats | null): void {
    this.roving?.refresh();
    const stealsOf = (picture: Picture, place: string) =>
      picture.procs[Number(place.slice(1))]?.steals ?? 0;
    const stole = (place: string) =>
      stealsOf(this.props.picture, place) > stealsOf(before.picture, place);
    if (seats) this.flights?.move(seats, stole);
  }

  render({ children }: MovingProps) {
    return (
      <div class="board-body" ref={this.body}>
        {children}
        <div class="flights" aria-hidden="true" ref={this.layer} />
      </div>
    );
  }
}
