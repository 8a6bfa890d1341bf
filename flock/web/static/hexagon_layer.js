/* Hexagons on the map, to be chosen: those with members, each with at least so many in it as was published for the night, or all
   that a home can be in, so that a member picks hers and no point leaves her browser. Never a dot, never a name. */
(function () {
  "use strict";

  const flockMap = (window.flockMap = window.flockMap || {});

  const COLOURS = { light: "#B93A17", dark: "#FF9470" };
  const FILL = { 5: 0.14, 10: 0.24, 25: 0.36 }; // the more there are, the fuller
  const PLAIN = 0.03; // a hexagon that says nothing of anybody
  const LABEL_BELOW_PX = 14; // the upper corner
  const LABEL_FROM_PX = 44; // a hexagon narrower than this has no room for a number

  /* Options: root, onHexagon(id). */
  flockMap.HexagonLayer = flockMap.AnswerLayer.extend({
    options: { updateWhenIdle: true },

    initialize(options) {
      flockMap.AnswerLayer.prototype.initialize.call(this, options);
      this._drawn = new Map(); // hexagon id → { shape, look }
      this._chosen = "";
      this._theme = "light";
      this._group = L.layerGroup();
    },

    onAdd(map) {
      if (!map.getPane("flock-hexagons")) map.createPane("flock-hexagons").style.zIndex = 350; // above the map, below places
      this._group.addTo(map);
      L.GridLayer.prototype.onAdd.call(this, map);
    },

    onRemove(map) {
      this._group.clearLayers();
      this._drawn.clear();
      this._group.remove();
      L.GridLayer.prototype.onRemove.call(this, map);
    },

    /* What the page says: which hexagons, the pass that says who asks, the chosen one, the colours. */
    set({ path, query, chosen, theme }) {
      Object.assign(this, { _chosen: chosen, _theme: theme });
      this._setAddress(path, query);
      this._showSoon();
    },

    /* Draw what the tiles of this zoom hold; a hexagon that touches several is drawn once. */
    _show() {
      const zoom = Math.round(this._map.getZoom());
      const tiles = [...this._asked.values()].filter((tile) => tile.coords.z === zoom);
      if (tiles.some((tile) => tile.request)) return;
      const wanted = new Map();
      for (const tile of tiles) for (const hexagon of tile.answer ? tile.answer.hexagons : []) wanted.set(hexagon[0], hexagon);
      for (const [id, { shape }] of this._drawn) {
        if (wanted.has(id)) continue;
        this._group.removeLayer(shape);
        this._drawn.delete(id);
      }
      for (const hexagon of wanted.values()) this._draw(hexagon, zoom);
    },

    _draw([id, step, corners], zoom) {
      const chosen = id === this._chosen;
      const points = corners.map((corner) => this._map.project(corner, zoom));
      const [width, height] = ["x", "y"].map((axis) => Math.max(...points.map((at) => at[axis])) - Math.min(...points.map((at) => at[axis])));
      const roomy = step > 0 && width >= LABEL_FROM_PX;
      const wide = width > this._map.getSize().x / 2; // holds much that others tell better
      const look = `${wide} ${step} ${chosen} ${this._theme} ${roomy && zoom}`;
      const before = this._drawn.get(id);
      if (before && before.look === look) return;
      if (before) this._group.removeLayer(before.shape);
      const shape = L.polygon(corners, {
        pane: "flock-hexagons",
        color: COLOURS[this._theme],
        weight: chosen ? 4 : 1.5,
        fillOpacity: chosen && !step ? FILL[25] : wide ? 0.05 : step ? FILL[step] || FILL[5] : PLAIN,
        className: "flock-hexagon",
      });
      const label = document.createElement("span");
      const told = step ? `${step}+ members live around here` : chosen ? "Chosen" : "Choose this hexagon";
      label.textContent = roomy ? `${step}+` : told;
      // The number takes clicks, too, and stands in the upper corner: pins of places lie over the middle.
      const offset = roomy ? [0, LABEL_BELOW_PX - height / 2] : [0, 0];
      shape.bindTooltip(label, { permanent: roomy, interactive: roomy, direction: "center", offset, className: roomy ? "flock-step" : "flock-tip", opacity: 1 });
      shape.on("click", (event) => {
        L.DomEvent.stop(event);
        this.options.onHexagon(chosen ? "" : id, shape.getBounds().getCenter());
      });
      this._group.addLayer(shape);
      const path = shape.getElement();
      if (path) {
        path.setAttribute("role", "button");
        path.setAttribute("aria-label", step ? `${step} or more members live in this hexagon. Enter shows who of them you can meet.` : `${told}.`);
        path.setAttribute("tabindex", step ? "0" : "-1"); // hundreds of stops would be no way; a postcode can be typed instead
        path.addEventListener("keydown", (event) => {
          if (event.key === "Enter") this.options.onHexagon(chosen ? "" : id, shape.getBounds().getCenter());
        });
      }
      this._drawn.set(id, { shape, look });
    },
  });
})();
