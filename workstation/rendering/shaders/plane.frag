// A plane through a volume, or a slab of parallel planes; from_x, from_y, from_0 take a viewport pixel to the volume's coordinates,
// along is one step of the slab away from the viewer, count the number of steps, the middle one in the plane itself.
#if defined(QUICK)
#define SAMPLE base_quick
#else
#define SAMPLE base_at
#endif
void main()
{
  vec2 px = viewport_pixel();
  vec3 q = base_from_0 + px.x * base_from_x + px.y * base_from_y;
#if defined(SLAB)
  float best = 0.0, weight = 0.0;
  int n = int(count);
  vec3 p = q - 0.5 * float(n - 1) * along;
  for (int i = 0; i < n; i++, p += along) {
    vec2 s = SAMPLE(p);
    if (s.y == 0.0) continue;
#if defined(SLAB_MEAN)
    best += s.x;
    weight += 1.0;
#elif defined(SLAB_MIN)
    best = weight == 0.0 ? s.x : min(best, s.x);
    weight = 1.0;
#else
    best = weight == 0.0 ? s.x : max(best, s.x);
    weight = 1.0;
#endif
  }
#if defined(SLAB_MEAN)
  best /= max(weight, 1.0);
#endif
  vec2 found = vec2(best, weight);
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
