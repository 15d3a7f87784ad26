// A plane through a volume, or a slab around it; base_from_x, base_from_y, base_from_0 take a viewport pixel to the volume's
// coordinates, along is one step away from the viewer. A maximum or minimum looks at every layer of voxels within reach steps on
// either side and at both faces; a mean takes count samples evenly.
#if defined(QUICK)
#define SAMPLE base_quick
#else
#define SAMPLE base_at
#endif
void main()
{
  vec2 px = viewport_pixel();
  vec3 q = base_from_0 + px.x * base_from_x + px.y * base_from_y;
#if defined(SLAB_MEAN)
  float sum = 0.0, weight = 0.0;
  int n = int(count);
  for (int i = 0; i < n; i++) {
    vec2 s = SAMPLE(q + (float(i) - 0.5 * float(n - 1)) * along);
    sum += s.x * s.y;
    weight += s.y;
  }
  vec2 found = vec2(sum / max(weight, 1.0), weight);
#elif defined(SLAB)
  vec2 found = SAMPLE(q + reach * along);
  float next = -reach, layer = aligned(q, -reach);
  for (int i = 0; i < 20000 && next <= reach; i++) {
    vec2 s = SAMPLE(q + next * along);
#if defined(SLAB_MIN)
    found = s.y == 0.0 ? found : found.y == 0.0 ? s : vec2(min(found.x, s.x), 1.0);
#else
    found = s.y == 0.0 ? found : found.y == 0.0 ? s : vec2(max(found.x, s.x), 1.0);
#endif
    next = layer + float(i);
  }
#else
  vec2 found = base_at(q);
#endif
  vec3 colour = found.y > 0.0 ? tint(base_grey(found.x)) : vec3(0.0);
#if defined(FUSION)
  vec2 over = over_at(over_from_0 + px.x * over_from_x + px.y * over_from_y);
  if (over.y > 0.0) {
    float g = over_grey(over.x);
    vec3 hot = texelFetch(fusion_map, ivec2(int(g * 255.0 + 0.5), 0), 0).rgb;
    colour = mix(colour, hot, fusion * clamp(4.0 * g, 0.0, 1.0));  // what takes up nothing leaves the anatomy as it is
  }
#endif
  gl_FragData[0] = vec4(colour, 1.0);
}
