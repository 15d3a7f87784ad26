// The largest (or smallest, or mean) value along each ray through the whole volume.
void main()
{
  vec2 px = viewport_pixel();
  vec3 q = base_from_0 + px.x * base_from_x + px.y * base_from_y;
  vec2 inside = ray_inside(q, along);
  float first = aligned(q, inside.x), last = inside.y;
  float best = 0.0, weight = 0.0;
  vec3 p = q + first * along;
  for (float i = first; i <= last; i += 1.0, p += along) {
    vec2 s = base_within(p);
#if defined(SLAB_MEAN)
    best += s.x * s.y;
    weight += s.y;
#elif defined(SLAB_MIN)
    best = s.y == 0.0 ? best : weight == 0.0 ? s.x : min(best, s.x);
    weight = max(weight, s.y);
#else
    best = s.y == 0.0 ? best : weight == 0.0 ? s.x : max(best, s.x);
    weight = max(weight, s.y);
#endif
  }
#if defined(SLAB_MEAN)
  best /= max(weight, 1.0);
#endif
  gl_FragData[0] = vec4(weight > 0.0 ? tint(base_grey(best)) : vec3(0.0), 1.0);
}
